using Microsoft.Extensions.Logging;

namespace Ucam.Testing;

/// <summary>Hands each line that is logged at a level or above to a test.</summary>
internal sealed class RecordedLog(Action<string> line, LogLevel least = LogLevel.Information) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) line(formatter(state, exception));
    }
}
