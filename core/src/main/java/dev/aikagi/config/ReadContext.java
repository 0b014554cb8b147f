package dev.aikagi.config;

/**
 * What reading a line may need besides the line.
 *
 * @param surroundings the user and machine that the program runs on
 * @param algorithms the names that algorithm lists may use
 */
record ReadContext(Surroundings surroundings, AlgorithmNames algorithms) {}
