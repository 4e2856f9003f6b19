using System.Globalization;
using Ucam.Vqa;

namespace Ucam.Studies;

/// <summary>What a metric is about, and so which claim of the method it serves.</summary>
public enum MetricRole
{
    /// <summary>How good the answers and their probabilities are; no claim, but no variant may pay for its claim with it.</summary>
    Answers,

    /// <summary>Claim 1: the uncertainty tracks mistakes.</summary>
    Mistakes,

    /// <summary>Whether doubt and answers follow those of people; supports claim 1.</summary>
    People,

    /// <summary>Claim 2: the maps agree with the region or with people.</summary>
    Maps,

    /// <summary>How the method works inside: entropies, variances, masks.</summary>
    Inside,

    /// <summary>What a cell cost.</summary>
    Cost,

    /// <summary>Not in the catalogue.</summary>
    Other,
}

/// <summary>What is known of a metric.</summary>
/// <param name="Name">Column in the table of a comparison.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Unit">Unit of the formatted value: "%", "nats", "s"; empty for a plain number.</param>
/// <param name="Direction">Which values are better.</param>
/// <param name="Role">What it is about.</param>
/// <param name="Decimals">Digits after the point in a table.</param>
/// <param name="Definition">One line that says what it is.</param>
public sealed record CompareMetric(string Name, string Title, string Unit, MetricDirection Direction, MetricRole Role, int Decimals,
    string Definition)
{
    /// <summary>Whether a claim's verdict hangs on it.</summary>
    public bool Decides { get; init; }

    /// <summary>Whether it is a main metric, drawn as a critical-difference diagram.</summary>
    public bool Main { get; init; }

    /// <summary>Whether higher is better; meaningless where the direction is Neither.</summary>
    internal bool HigherIsBetter => Direction == MetricDirection.Higher;

    /// <summary>Factor from a value to what is shown: shares are shown as percentages.</summary>
    internal double Scale => Unit == "%" ? 100 : 1;

    /// <summary>A value as shown, without its unit; "–" where it is undefined.</summary>
    internal string Format(double value) => Text(value * Scale, Decimals);

    /// <summary>A difference as shown, with its sign; one digit more than a value that has few.</summary>
    internal string Signed(double value) => Text(value * Scale, Decimals < 2 ? Decimals + 1 : Decimals, "+");

    /// <summary>A number for people; "–" where it is undefined, and no sign where all digits are 0.</summary>
    internal static string Text(double value, int decimals, string plus = "")
    {
        if (double.IsNaN(value)) return "–";
        if (double.IsInfinity(value)) return value > 0 ? "∞" : "−∞";
        string digits = Math.Abs(value).ToString($"F{decimals}", CultureInfo.InvariantCulture);
        bool zero = digits.AsSpan().IndexOfAnyInRange('1', '9') < 0;
        return zero ? digits : (value < 0 ? "−" : plus) + digits;
    }
}
