namespace Ucam.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int Interrupted = 130;

    /// <summary>What a shell reports of a program that wrote to a closed pipe.</summary>
    public const int OutputClosed = 141;
}
