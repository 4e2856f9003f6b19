using System.Collections;
using System.Globalization;

namespace Ucam;

/// <summary>How many entries a list has.</summary>
internal sealed class CountAttribute(int least, int most = int.MaxValue) : SettingAttribute
{
    /// <inheritdoc/>
    public override bool OfWhole => true;

    /// <inheritdoc/>
    public override string Words => most == int.MaxValue ? $"at least {least} long" : $"{least} to {most} long";

    /// <inheritdoc/>
    public override string? Wrong(object value)
    {
        int count = ((IEnumerable)value).Cast<object?>().Count();
        return count >= least && count <= most ? null : $"has {count} entries; it must be {Words}.";
    }
}

/// <summary>A list that names nothing twice.</summary>
internal sealed class DistinctAttribute : SettingAttribute
{
    /// <summary>Whether it may be empty.</summary>
    public bool MayBeEmpty { get; init; }

    /// <inheritdoc/>
    public override bool OfWhole => true;

    /// <inheritdoc/>
    public override string Words => MayBeEmpty ? "each once" : "at least one, each once";

    /// <inheritdoc/>
    public override string? Wrong(object value)
    {
        object?[] entries = [.. ((IEnumerable)value).Cast<object?>()];
        if (entries.Length == 0 && !MayBeEmpty) return "is empty; name at least one.";
        return entries.GroupBy(entry => entry).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? string.Create(CultureInfo.InvariantCulture, $"names one twice: {twice.Key}.") : null;
    }
}
