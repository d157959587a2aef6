"""The thread from plan to payment: what is followed, and what links one step to the next."""
