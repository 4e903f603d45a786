"""Camera surveys as files to hand on: Camtrap DP, SPACECAP and secr text."""
