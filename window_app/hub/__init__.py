"""The HTTP face of the hub: who calls, how much, and every refusal as a problem document."""
