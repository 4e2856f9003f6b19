namespace Ucam;

/// <summary>An output that would destroy what a user has: refused before any work, a matter of what was asked for.</summary>
internal sealed class OutputRefusedException(string message) : UcamException(message);
