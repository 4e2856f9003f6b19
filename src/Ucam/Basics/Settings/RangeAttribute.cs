using System.Globalization;
using System.Reflection;

namespace Ucam;

/// <summary>A number's range; what is not a number, or infinite, is in none.</summary>
internal abstract class RangeAttribute : SettingAttribute
{
    private const double Grouped = 10_000;

    /// <inheritdoc/>
    public override string? Wrong(object value)
    {
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return double.IsFinite(number) && Holds(number) ? null
            : $"is {((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)}; it must be {Words}.";
    }

    /// <summary>Whether a finite number is in it.</summary>
    protected abstract bool Holds(double value);

    /// <summary>A bound in words, the same everywhere: "1000", "10,000".</summary>
    internal static string Number(double bound) => bound.ToString(bound >= Grouped ? "#,##0" : "0.##########", CultureInfo.InvariantCulture);
}

/// <summary>Any number.</summary>
internal sealed class FiniteAttribute : RangeAttribute
{
    /// <inheritdoc/>
    public override string Words => "a number";

    /// <inheritdoc/>
    protected override bool Holds(double value) => true;
}

/// <summary>From one number to another, both included.</summary>
internal sealed class FromAttribute(double lowest, double highest) : RangeAttribute
{
    /// <inheritdoc/>
    public override string Words => $"from {Number(lowest)} to {Number(highest)}";

    /// <inheritdoc/>
    protected override bool Holds(double value) => value >= lowest && value <= highest;
}

/// <summary>A number or more; below another where that is given.</summary>
internal sealed class AtLeastAttribute(double lowest) : RangeAttribute
{
    /// <summary>The first number that is too large.</summary>
    public double Below { get; init; } = double.PositiveInfinity;

    /// <inheritdoc/>
    public override string Words => $"at least {Number(lowest)}" + (double.IsFinite(Below) ? $" and below {Number(Below)}" : "");

    /// <inheritdoc/>
    protected override bool Holds(double value) => value >= lowest && value < Below;
}

/// <summary>More than a number; at most or below another where that is given.</summary>
internal sealed class AboveAttribute(double lowest) : RangeAttribute
{
    /// <summary>The largest number.</summary>
    public double AtMost { get; init; } = double.PositiveInfinity;

    /// <summary>The first number that is too large.</summary>
    public double Below { get; init; } = double.PositiveInfinity;

    /// <inheritdoc/>
    public override string Words => $"above {Number(lowest)}" + (double.IsFinite(AtMost) ? $" and at most {Number(AtMost)}" : "")
        + (double.IsFinite(Below) ? $" and below {Number(Below)}" : "");

    /// <inheritdoc/>
    protected override bool Holds(double value) => value > lowest && value <= AtMost && value < Below;
}

/// <summary>The range of another setting, of which this one takes the place.</summary>
internal sealed class RangeOfAttribute(Type record, string name) : SettingAttribute
{
    /// <inheritdoc/>
    public override string Words => string.Join(", ", Meant.Select(rule => rule.Words));

    /// <inheritdoc/>
    public override IEnumerable<SettingAttribute> Meant =>
        record.GetProperty(name)!.GetCustomAttributes<SettingAttribute>().SelectMany(rule => rule.Meant);

    /// <inheritdoc/>
    public override string? Wrong(object value) => Meant.Select(rule => rule.Wrong(value)).FirstOrDefault(wrong => wrong is not null);
}
