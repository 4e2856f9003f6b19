using System.Text;

namespace Ucam.Vqa.Datasets.Files;

/// <summary>Reads files of text whole, and says what is wrong with those that are none.</summary>
internal static class TextLines
{
    private const int Head = 4096;

    /// <summary>The text of a file in UTF-8, without a byte-order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">What it should be, as a noun phrase: "a CSV file".</param>
    /// <param name="remedy">What to do where it is not UTF-8: "save it as \"CSV UTF-8\"".</param>
    /// <exception cref="UcamException">It cannot be read or is no such text.</exception>
    public static string Text(string path, string wanted, string remedy)
    {
        try
        {
            return Utf8File.Text(path, wanted);
        }
        catch (DecoderFallbackException e)
        {
            throw new UcamException($"{path} is not UTF-8; {remedy}.", e) { File = path };
        }
        catch (Exception e) when (FileProblem.Is(e) || e is ArgumentException)
        {
            throw FileProblem.CannotRead(path, e);
        }
    }

    /// <summary>The lines of a text file, without the blank ones at its end.</summary>
    /// <exception cref="UcamException">It cannot be read or is no text.</exception>
    public static string[] Of(string path) => Text(path, "a text file", "save it as UTF-8").TrimEnd().ReplaceLineEndings("\n").Split('\n');

    /// <summary>Why a file is no text to read, "is empty; give the whole file"; null where it may be some, or is a folder.</summary>
    /// <exception cref="UcamException">It cannot be read.</exception>
    public static string? Problem(string path)
    {
        if (Directory.Exists(path)) return null;
        Span<byte> mark = stackalloc byte[2];
        try
        {
            using FileStream file = OrdinaryFile.Open(path);
            int read = file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
            if (read == 0 || (file.Length < Head && First(path).Length == 0)) return "is empty; give the whole file";
        }
        catch (Exception e) when (FileProblem.Is(e) || e is ArgumentException)
        {
            throw FileProblem.CannotRead(path, e);
        }
        return mark is [0xFF, 0xFE] or [0xFE, 0xFF] ? "is UTF-16; save it as UTF-8" : null;
    }

    /// <summary>The first line that is not blank, as far as the beginning of the file has it; empty where there is none.</summary>
    /// <exception cref="UcamException">It cannot be read.</exception>
    public static string First(string path)
    {
        try
        {
            using FileStream file = OrdinaryFile.Open(path);
            var bytes = new byte[Head];
            int read = file.ReadAtLeast(bytes, Head, throwOnEndOfStream: false);
            string head = Encoding.UTF8.GetString(bytes, 0, read).TrimStart('\uFEFF').TrimStart();
            return head.IndexOfAny(['\r', '\n']) is var end and >= 0 ? head[..end] : head;
        }
        catch (Exception e) when (FileProblem.Is(e) || e is ArgumentException)
        {
            throw FileProblem.CannotRead(path, e);
        }
    }
}
