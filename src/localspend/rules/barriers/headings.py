"""The twelve barriers that small firms face. Source: Cabinet Office, covered procurement objectives, Annex A."""

HEADINGS = {
    "engagement": "Lack of market engagement",
    "awareness": "Not aware of opportunities",
    "process": "Complex process",
    "bias": "Unconscious bias",
    "specification": "Too specific or too vague requirements",
    "financial": "Unachievable financial thresholds",
    "time": "Short timescales",
    "resource": "Resource heavy",
    "innovation": "Lacks innovation",
    "risk": "Unnecessary risk allocation",
    "terms": "Complex terms and conditions",
    "feedback": "Lack of constructive feedback",
}
