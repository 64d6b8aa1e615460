"""Exit statuses: what the command says to the shell that called it. Part of the contract."""

OK = 0  # all current
FAULT = 1  # the author's: diagnostics say where and what to do
USAGE = 2  # the command line's
LACKS = 3  # the machine lacks something: doctor says what to install
STOPPED = 130  # Ctrl-C
