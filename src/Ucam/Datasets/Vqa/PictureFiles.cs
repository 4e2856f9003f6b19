namespace Ucam.Datasets.Vqa;

/// <summary>Finds pictures in a folder by the digits at the end of their names, as in COCO_train2014_000000123456.jpg.</summary>
internal static class PictureFiles
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif" };

    /// <summary>The files by number. Two files of one number are an error only if the number is asked for.</summary>
    public static Dictionary<long, string> ByNumber(string folder, out HashSet<long> doubled)
    {
        Dictionary<long, string> found = [];
        doubled = [];
        foreach (string path in List(folder))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            int digits = name.Length;
            while (digits > 0 && char.IsAsciiDigit(name[digits - 1])) digits--;
            if (!long.TryParse(name.AsSpan(digits), out long number)) continue;
            if (!found.TryAdd(number, path)) doubled.Add(number);
        }
        return found;
    }

    private static List<string> List(string folder)
    {
        if (!Directory.Exists(folder)) throw new UcamException($"{folder} is not a folder; give the folder that holds the pictures.") { File = folder };
        try
        {
            List<string> files = [.. Directory.EnumerateFiles(folder).Where(f => Extensions.Contains(Path.GetExtension(f)))];
            files.Sort(StringComparer.Ordinal);
            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UcamException($"{folder} cannot be listed: {e.Message.TrimEnd('.')}; check its permissions.", e) { File = folder };
        }
    }
}
