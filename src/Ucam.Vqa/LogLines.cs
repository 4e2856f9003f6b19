using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Ucam.Vqa;

/// <summary>What is logged. Neither questions nor answers are: they are people's own.</summary>
internal static partial class LogLines
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Model {Model} loaded in {Milliseconds:F0} ms")]
    private static partial void Loaded(this ILogger logger, string model, double milliseconds);

    [LoggerMessage(EventId = 2, Level = LogLevel.Debug, Message = "Model {Model} answered in {Milliseconds:F1} ms with {Passes} passes")]
    private static partial void Answered(this ILogger logger, string model, int passes, double milliseconds);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "{Line}")]
    private static partial void Line(this ILogger logger, string line);

    /// <summary>A model was loaded since a time stamp.</summary>
    public static void Loaded(this ILogger logger, string model, long began) =>
        logger.Loaded(model, Stopwatch.GetElapsedTime(began).TotalMilliseconds);

    /// <summary>A question that was asked at a time stamp was answered.</summary>
    public static void Answered(this ILogger logger, string model, int passes, long began)
    {
        if (logger.IsEnabled(LogLevel.Debug)) logger.Answered(model, passes, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    /// <summary>A logger for lines that are whole already, one a step of a long run.</summary>
    public static Action<string> Lines(this ILogger logger) => logger.Line;
}
