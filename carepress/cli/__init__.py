"""The command: arguments in, sentences and an exit status out. The only printer."""
