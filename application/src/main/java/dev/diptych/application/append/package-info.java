/** The mirrored append: from drafts to one forced batch and its rows. */
package dev.diptych.application.append;
