namespace Ucam.Vqa.Training.Recipes;

internal static class Check
{
    public static void Range(string name, long value, long minimum, long maximum)
    {
        if (value < minimum || value > maximum)
            throw new UcamException($"{name} is {value}; it must be from {minimum} to {maximum}.") { Field = name };
    }

    /// <summary>Refuses a learning rate that is not above 0 and at most 1.</summary>
    public static void Rate(string of, double rate)
    {
        if (!(rate is > 0 and <= 1))
            throw new UcamException($"{of}.learning_rate is {rate}; it must be above 0 and at most 1.") { Field = "learning_rate" };
    }

    /// <summary>Refuses a name that cannot be a folder's.</summary>
    public static void FolderName(string name, string of, string example)
    {
        if (string.IsNullOrWhiteSpace(name) || name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
            throw new UcamException($"The {of} needs a name that can be a folder name, for example 'name: {example}'.") { Field = "name" };
    }

    /// <summary>Refuses a list that is empty or names one twice.</summary>
    public static void Distinct<T>(string key, IReadOnlyList<T> values)
    {
        if (values.Count == 0) throw new UcamException($"{key} is empty; name at least one.") { Field = key };
        if (values.Distinct().Count() != values.Count) throw new UcamException($"{key} names one twice.") { Field = key };
    }
}
