// Sums of blocks of 128 values, each in eight strands and in the precision of the values, as the reference sums them.
KERNEL sum_blocks(GLOBAL const IN_t *in, GLOBAL SUM_t *sums, i64 blocks) {
  const i64 block = global_x();
  if (block >= blocks) return;
  IN_v strands[8];
  for (int k = 0; k < 8; k++) strands[k] = 0;
  for (int at = 0; at < 128; at += 8) {
    for (int k = 0; k < 8; k++) strands[k] += IN_get(in, block * 128 + at + k);
  }
  sums[block] = ((strands[0] + strands[1]) + (strands[2] + strands[3])) + ((strands[4] + strands[5]) + (strands[6] + strands[7]));
}
