#!/bin/bash
# @COMMAND@ of samehost, with a Java runtime of its own. See @COMMAND@ -h.
command=@BIN@/@COMMAND@
home=@HOME@
program=@PROGRAM@
source "$home/lib/start.sh"
