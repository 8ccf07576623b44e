#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Stands in for aval in a test: the program of $AVAL_BUILD under valgrind.
exec valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite \
    "$AVAL_BUILD/aval" "$@"
