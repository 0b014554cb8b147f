/**
 * The ciphers, MACs and compressions by which two sides agree how packets are made: what a program
 * names in its preferences and learns of a connection. One row each; nothing here computes.
 */
@org.jspecify.annotations.NullMarked
package dev.aikagi.algorithm;
