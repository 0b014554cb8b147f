/**
 * One sealed family of records per RFC (4252, 4253, 4254, 4256, 8308), with the RFC's field names.
 * No I/O, no state: what a number means in a phase is the business of the code that reads in that
 * phase.
 */
package dev.aikagi.message;
