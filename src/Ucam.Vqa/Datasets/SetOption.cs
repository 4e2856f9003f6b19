namespace Ucam.Vqa.Datasets;

/// <summary>Checks the options of a built-in set and says which of them is wrong.</summary>
/// <param name="set">The set's name, such as "Scenes".</param>
internal sealed class SetOption(string set)
{
    /// <exception cref="UcamException">The value is out of its range.</exception>
    public void Within(int value, int least, int most, string field)
    {
        if (value < least || value > most) throw Bad(field, $"{value} is out of range; give {least} to {most}");
    }

    /// <exception cref="UcamException">The number is none of the set's parts.</exception>
    public void Part<T>(T split) where T : struct, Enum
    {
        if (!Enum.IsDefined(split)) throw Bad("Split", $"{Convert.ToInt32(split)} is not a part of {set}");
    }

    public UcamException Bad(string field, string what) => new($"{set} option {field}: {what}.") { Field = field };
}
