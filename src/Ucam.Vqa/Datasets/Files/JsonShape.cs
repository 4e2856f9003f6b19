using System.Text.Json;

namespace Ucam.Vqa.Datasets.Files;

/// <summary>
/// What a JSON file begins like, which tells the kinds of files apart: the paths of its properties up to the first entry, as
/// "questions[].image_id", "[].sentence", "sentence", or "*.imageId" where entries are named by numbers. Only the beginning is read.
/// </summary>
internal sealed class JsonShape
{
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    /// <summary>Whether the file has a property.</summary>
    public bool Has(string path) => _paths.Contains(path);

    /// <summary>Reads the beginning of a file.</summary>
    /// <exception cref="UcamException">The beginning is not JSON or cannot be read.</exception>
    public static JsonShape Of(string path)
    {
        var shape = new JsonShape();
        using var reader = new JsonFileReader(path, new TextPool(), lines: true);
        reader.Begin();
        if (reader.Token == JsonTokenType.StartArray) shape.AddFirst(reader, "[].");
        else if (reader.Token == JsonTokenType.StartObject) shape.AddProperties(reader);
        return shape;
    }

    private void AddProperties(JsonFileReader reader)
    {
        reader.Object();
        while (reader.Property(out string name))
        {
            _paths.Add(name);
            if (IsNumber(name))
            {
                AddEntry(reader);
                return;
            }
            if (reader.Token != JsonTokenType.StartArray) reader.Skip();
            else if (AddFirst(reader, name + "[].")) return;
        }
    }

    /// <summary>GQA calls some pictures n161313.</summary>
    private static bool IsNumber(string name) => name.TrimStart('n').Length > 0 && name.TrimStart('n').All(char.IsAsciiDigit);

    private void AddEntry(JsonFileReader reader)
    {
        if (reader.Token == JsonTokenType.StartObject) AddNames(reader, "*.");
        else if (reader.Token == JsonTokenType.StartArray)
        {
            reader.Array();
            if (reader.Item() && reader.Token == JsonTokenType.String) _paths.Add("*[]");
        }
    }

    /// <summary>Adds the properties of an array's first item if that is an object; passes over the array otherwise.</summary>
    private bool AddFirst(JsonFileReader reader, string prefix)
    {
        reader.Array();
        bool first = true;
        while (reader.Item())
        {
            if (first && reader.Token == JsonTokenType.StartObject)
            {
                AddNames(reader, prefix);
                return true;
            }
            first = false;
            reader.Skip();
        }
        return false;
    }

    private void AddNames(JsonFileReader reader, string prefix)
    {
        reader.Object();
        while (reader.Property(out string name))
        {
            _paths.Add(prefix + name);
            reader.Skip();
        }
    }
}
