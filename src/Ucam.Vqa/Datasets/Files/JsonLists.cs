using System.Text.Json;

namespace Ucam.Vqa.Datasets.Files;

/// <summary>The ways in which data sets lay their entries out in a file.</summary>
internal static class JsonLists
{
    /// <summary>
    /// Calls <paramref name="entry"/> in each object of the list called <paramref name="name"/>, or of the file itself where that is a list; it takes
    /// every property.
    /// </summary>
    /// <returns>How many there were.</returns>
    public static int Named(string path, TextPool pool, string name, Action<JsonFileReader, Place> entry)
    {
        using var reader = new JsonFileReader(path, pool);
        reader.Begin();
        int? count = null;
        if (reader.Token == JsonTokenType.StartArray) count = Entries(reader, "", entry);
        else
        {
            reader.Object();
            while (reader.Property(out string property))
            {
                if (property == name) count = Entries(reader, name, entry);
                else reader.Skip();
            }
        }
        reader.End();
        return count ?? throw new UcamException($"{path}: there is no \"{name}\" list; give the file that has it.") { File = path, Field = name };
    }

    /// <summary>Calls <paramref name="entry"/> at the value of each property of the file's object.</summary>
    public static void Keyed(string path, TextPool pool, Action<JsonFileReader, string> entry)
    {
        using var reader = new JsonFileReader(path, pool);
        reader.Begin();
        reader.Object();
        while (reader.Property(out string key)) entry(reader, key);
        reader.End();
    }

    /// <summary>Calls <paramref name="entry"/> in each object of a file of objects behind one another.</summary>
    public static void Lines(string path, TextPool pool, Action<JsonFileReader, Place> entry)
    {
        using var reader = new JsonFileReader(path, pool, lines: true);
        int count = 0;
        while (reader.Document())
        {
            reader.Object();
            entry(reader, new Place(path, "", count++));
        }
        if (count == 0) throw new UcamException($"{path} is empty; give the whole file.") { File = path };
    }

    private static int Entries(JsonFileReader reader, string list, Action<JsonFileReader, Place> entry)
    {
        int count = 0;
        reader.Array();
        while (reader.Item())
        {
            reader.Object();
            entry(reader, new Place(reader.Path, list, count++));
        }
        return count;
    }
}
