/** The words that every other package shares: exceptions, reasons, byte strings. */
package dev.aikagi;
