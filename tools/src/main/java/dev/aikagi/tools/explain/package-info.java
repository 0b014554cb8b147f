/**
 * Reasons for people: texts in their language, what they mean, and what mends them. What decides is
 * elsewhere.
 */
package dev.aikagi.tools.explain;
