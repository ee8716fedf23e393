/** The one seam through which an adapter on files writes, forces, cuts and renames, so that each can be made to fail. */
package dev.diptych.ports.driven.files;
