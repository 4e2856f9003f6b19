using System.Globalization;
using System.Net;

namespace Ucam.Extensions.AI.Calls;

/// <summary>Which failures say to come again, and when.</summary>
internal static class RateLimits
{
    /// <summary>The key of <see cref="Exception.Data"/> under which a client may say after how many seconds to come again.</summary>
    public const string RetryAfterKey = "Retry-After";

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    /// <summary>After how long to come again; null where the failure is none that passes.</summary>
    public static TimeSpan? After(Exception problem)
    {
        bool passes = problem is HttpRequestException { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable };
        object? told = problem.Data[RetryAfterKey];
        if (told is null) return passes ? Usual : null;
        return told is TimeSpan span ? span
            : double.TryParse(Convert.ToString(told, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture, out double seconds)
                ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.FromHours(1).TotalSeconds)) : Usual;
    }
}
