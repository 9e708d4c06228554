/**
 * Reading and writing: Delta tables by slices, source files, the lease between processes, the
 * journal of an open run, and the publication that readers follow.
 */
package clientele.io;
