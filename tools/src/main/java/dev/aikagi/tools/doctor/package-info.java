/** ssh-doctor: what keeps somebody from logging in, and what mends it. */
package dev.aikagi.tools.doctor;
