/** Takes guards out of the code, one at a time, and looks for the test that fails then. */
package dev.aikagi.guards;
