/**
 * {@code ssh-keygen --rotate}: one key takes the place of another one where that opens doors. At
 * every moment one of them does: the old one's line goes only after the new one was seen to open
 * the door.
 */
package dev.aikagi.tools.rotate;
