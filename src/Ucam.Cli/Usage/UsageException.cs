namespace Ucam.Cli.Usage;

/// <summary>Arguments that do not fit together: exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
