"""A small network with everything that publishing must mind, built once: people, formulas, credits, a register."""

import json
import shutil
from pathlib import Path
from typing import Any

from localspend.pipeline import build
from tests.pipeline import small

COUNCIL = """Payment Date,Directorate,Supplier Name,Purpose,Expense Type,Net Amount,VAT,Transaction No
01/04/2024,Places,Acme Widgets Ltd,=cmd|' /C calc'!A0,Widgets,"1,000.00",200.00,T1
02/04/2024,Places,City Cleaning Limited,+44 windows,Cleaning,500.00,100.00,T2
02/04/2024,Places,City Cleaning Limited,"Windows, ""inside"" only",Cleaning,500.01,100.00,T3
03/04/2024,Roads,Far Away PLC,Signs for Mr A Example,Signs,"250,000.50",0.00,T4
04/04/2024,Care,Mrs A Example,Care of Mrs A Example,Direct payments,775.25,0.00,T5
05/04/2024,Places,Ann Sample Photography,Windows of No 4,Cleaning,900.00,0.00,T6
30/04/2024,Places,Acme Widgets Ltd,Returned,Widgets,-600.00,-120.00,T7
,Places,@home Café £ Stores,Tea,Catering,501.00,0.00,-T8
"""
REGISTER = """Contract Reference,Title,Description,Department,Supplier Name,Contract Value,Start Date,End Date,\
Extension End Date,Review Date,Procurement Process,SME,VCSE
C1,Widgets for all,-20% of widgets,Places,Acme Widgets Ltd,"60,000.00",01/04/2023,31/03/2027,31/03/2028,01/10/2026,\
Open tender,Yes,No
C2,Cleaning,Cleaning of halls,Places,City Cleaning Limited,"5,000.00",01/04/2023,31/03/2024,,,Quote,Yes,
C3,Signs,Road signs,Roads,Far Away PLC,"5,000.01",01/05/2024,30/04/2025,,,Quote,No,No
C4,Windows of Mrs A Example,Windows,Places,Ann Sample Photography,"7,500.00",01/04/2024,31/03/2025,,,Quote,,
C5,Value to be agreed,Consultancy,Places,Acme Widgets Ltd,,01/04/2024,,,,Open tender,,
"""
TOML = small.TOML.replace('id = "council"\n', 'id = "council"\nidentifier = "GB-LAE-SML"\n')


def written(folder: Path) -> Path:
    """The network in `folder`, built."""
    small.write(folder)
    (folder / "network.toml").write_text(TOML, encoding="utf-8")
    council = folder / "sources" / "council"
    (council / "2024-04.csv").write_text(COUNCIL, encoding="utf-8")
    (council / "register.csv").write_text(REGISTER, encoding="utf-8")
    build(folder)
    return folder


def sharing_aggregates(folder: Path, copy: Path, *ids: str) -> Path:
    """A copy of a built network in which some institutions share aggregates only."""
    shutil.copytree(folder, copy)
    for path in copy.glob("snapshots/*/manifest.json"):
        manifest: dict[str, Any] = json.loads(path.read_bytes())
        for one in manifest["network"]["institutions"]:
            one["shares"] = "aggregates" if one["id"] in ids else "lines"
        path.write_text(json.dumps(manifest), encoding="utf-8")
    return copy
