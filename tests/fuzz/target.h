/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_FUZZ_TARGET_H
#define AVAL_TESTS_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>

/** One input of a target; what must hold of it is asserted. Called by libFuzzer. Gives 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif
