/** Something cannot be remembered, or is known no longer. */
export type MemoryMessage = { readonly type: 'memory-trouble'; readonly message: string }
