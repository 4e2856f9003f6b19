using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Ucam.Web.Tests;

/// <summary>What a server logs: each entry with its exception, as a console prints it.</summary>
internal sealed class LoggedLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _all = new();

    public IReadOnlyList<string> All => [.. _all];

    public ILogger CreateLogger(string categoryName) => new Logger(_all);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<string> all) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            all.Enqueue(exception is null ? formatter(state, exception) : $"{formatter(state, exception)}\n{exception}");
    }
}
