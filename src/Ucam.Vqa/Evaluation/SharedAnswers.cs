using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ucam.Vqa.Evaluation;

/// <summary>
/// The answers of a part of an evaluation, or of all parts together, as a file that loses nothing: a line that says what they are of, then a
/// line an answer (JSON), and a last one with the SHA-256 of all before it.
/// </summary>
internal static class SharedAnswers
{
    private const string Format = "ucam-answers-2", Other = "it holds no answers of a shared evaluation; give what 'ucam eval --shard' wrote";

    // What tells such a file from others that have lines of JSON.
    private static readonly byte[] Beginning = Encoding.UTF8.GetBytes("{\"format\":\"ucam-answers-");

    // How the last line begins.
    private const string Sum = "{\"sha256\":\"", Again = "copy it anew, or run its part again";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private sealed record Header(string Format, int Answers, IReadOnlyDictionary<string, string> Made, IReadOnlyList<NamedSet> Sets,
        Shard? Part = null);

    private sealed record NamedSet(string Name, int Questions);

    private sealed record Line(int Set, int Item, QuestionResult Result);

    /// <summary>Whether a file has such answers.</summary>
    /// <exception cref="UcamException">It cannot be read.</exception>
    public static bool Are(string path)
    {
        try
        {
            using FileStream file = OrdinaryFile.Open(path);
            byte[] head = new byte[Beginning.Length];
            return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.AsSpan().SequenceEqual(Beginning);
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw FileProblem.CannotRead(path, e);
        }
    }

    /// <summary>Writes the answers of a part.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">Which part.</param>
    /// <param name="made">What the answers hang on: what it is ("model") and its value. Parts that differ in one are not joined.</param>
    /// <param name="sets">Each set with its results, null where the part does not have them.</param>
    /// <exception cref="UcamException">The file cannot be written.</exception>
    public static void Write(string path, Shard part, IReadOnlyDictionary<string, string> made,
        IReadOnlyList<(string Name, IReadOnlyList<QuestionResult> Results)> sets)
    {
        Line[] lines = [.. sets.SelectMany((set, s) => set.Results.Select((result, i) => new Line(s, i, result)))
            .Where(line => line.Result is not null)];
        var header = new Header(Format, lines.Length, made, [.. sets.Select(set => new NamedSet(set.Name, set.Results.Count))], part);
        AtomicFile.Write(path, stream => WriteLines(stream, header, lines));
    }

    /// <summary>Puts the answers of all parts into one file.</summary>
    /// <returns>How many there are.</returns>
    /// <exception cref="UcamException">A file is no part, parts are missing or there twice, or they are of different evaluations.</exception>
    public static int Join(IReadOnlyList<string> paths, string output, CancellationToken cancel)
    {
        (string Path, Header Header)[] given = [.. paths.Select(path => (path, HeaderOf(path)))];
        (string Path, Header Header)[] parts = ShardParts.InOrder(given.Select(part => (PartOf(part.Path, part.Header), part.Path, part)),
            (part, other) => Difference(part.Header.Made, other.Header.Made) is null && part.Header.Sets.SequenceEqual(other.Header.Sets),
            "evaluations", "ucam eval");
        int answers = parts.Sum(part => part.Header.Answers);
        AtomicFile.Write(output, stream => WriteLines(stream, parts[0].Header with { Part = null, Answers = answers },
            parts.SelectMany(part => Lines(part.Path, part.Header)), cancel));
        return answers;
    }

    /// <summary>The answers to all questions of sets.</summary>
    /// <param name="path">The file.</param>
    /// <param name="made">As in <see cref="Write"/>; what is not told here may be anything.</param>
    /// <param name="sets">Each set and how many questions it has.</param>
    /// <exception cref="UcamException">They are of something else, or some are missing.</exception>
    public static IReadOnlyList<IReadOnlyList<QuestionResult>> Read(string path, IReadOnlyDictionary<string, string> made,
        IReadOnlyList<(string Name, int Questions)> sets)
    {
        Header header = HeaderOf(path);
        var of = header.Made.Where(entry => made.ContainsKey(entry.Key)).ToDictionary();
        string? other = Difference(of, made) ?? (header.Sets.SequenceEqual(sets.Select(set => new NamedSet(set.Name, set.Questions))) ? null : "set");
        if (other is not null) throw Wrong(path, $"its answers are of another {other}; give the options that the parts were made with");
        QuestionResult[][] results = [.. sets.Select(set => new QuestionResult[set.Questions])];
        foreach (Line line in Lines(path, header))
        {
            if (results[line.Set][line.Item] is not null) throw Wrong(path, $"question {line.Result.QuestionId} has two answers");
            results[line.Set][line.Item] = line.Result;
        }
        int missing = results.Sum(set => set.Count(result => result is null));
        return missing == 0 ? results : throw Wrong(path, header.Part is { } part
            ? $"it is part {part} alone; join all parts with 'ucam merge'" : $"{missing} questions have no answer");
    }

    private static Shard PartOf(string path, Header header) => header.Part is { } part && Shard.Parse($"{part}") == part ? part
        : throw Wrong(path, "its answers are joined already; give what the parts wrote");

    private static string? Difference(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Keys.Union(other.Keys).FirstOrDefault(key => one.GetValueOrDefault(key) != other.GetValueOrDefault(key));

    private static void WriteLines(Stream stream, Header header, IEnumerable<Line> lines, CancellationToken cancel = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Put(header);
        foreach (Line line in lines)
        {
            cancel.ThrowIfCancellationRequested();
            Put(line);
        }
        stream.Write(LastLine(hash.GetHashAndReset()));

        void Put<T>(T line)
        {
            byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, Json), (byte)'\n'];
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    }

    private static byte[] LastLine(byte[] hash) => Encoding.UTF8.GetBytes($"{Sum}{Convert.ToHexStringLower(hash)}\"}}\n");

    private static Header HeaderOf(string path)
    {
        if (!Are(path)) throw Wrong(path, Other);
        Header header = Texts(path).Select((text, number) => Parsed<Header>(path, text, number)).First();
        if (header.Format != Format) throw Wrong(path, "it is of another version of ucam; run its part again with this one");
        return header.Answers >= 0 && header.Sets.All(set => set is { Name: not null, Questions: >= 0 }) ? header : throw Wrong(path, Other);
    }

    private static IEnumerable<Line> Lines(string path, Header header)
    {
        int count = 0;
        bool isSummed = false;
        foreach (string text in Texts(path).Skip(1))
        {
            if (isSummed) throw Wrong(path, $"it goes on behind its last line, the SHA-256; {Again}");
            if (isSummed = text.StartsWith(Sum, StringComparison.Ordinal)) continue;
            Line line = Parsed<Line>(path, text, ++count);
            if (line.Set < 0 || line.Set >= header.Sets.Count || line.Item < 0 || line.Item >= header.Sets[line.Set].Questions)
                throw Wrong(path, $"line {count + 1} answers a question that its sets do not have");
            if (line.Result.Certainty is { } certainty && (certainty.Reasons.Contains(null!) || certainty.Set.Contains(null!)))
                throw Wrong(path, $"it is damaged at line {count + 1} (a reason or an answer is null); {Again}");
            yield return line;
        }
        if (count != header.Answers) throw Wrong(path, $"it has {count} of its {header.Answers} answers; {Again}");
        if (!isSummed) throw Wrong(path, $"its last line, the SHA-256, is missing; {Again}");
        RequireSum(path);
    }

    // Of the bytes themselves, since a text may be the same with other line ends.
    private static void RequireSum(string path)
    {
        try
        {
            using FileStream file = OrdinaryFile.Open(path);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] some = new byte[1 << 16], last = new byte[LastLine(new byte[SHA256.HashSizeInBytes]).Length];
            for (long left = file.Length - last.Length; left > 0;)
            {
                int read = file.Read(some, 0, (int)Math.Min(some.Length, left));
                if (read == 0) break;
                hash.AppendData(some, 0, read);
                left -= read;
            }
            file.ReadAtLeast(last, last.Length, throwOnEndOfStream: false);
            if (!last.AsSpan().SequenceEqual(LastLine(hash.GetHashAndReset())))
                throw Wrong(path, $"its lines are not those that were written, by their SHA-256; {Again}");
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw FileProblem.CannotRead(path, e);
        }
    }

    private static IEnumerable<string> Texts(string path)
    {
        using StreamReader reader = Opened(path);
        while (Next(path, reader) is { } text) yield return text;
    }

    private static StreamReader Opened(string path)
    {
        try
        {
            return new StreamReader(OrdinaryFile.Open(path), new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw FileProblem.CannotRead(path, e);
        }
    }

    private static string? Next(string path, StreamReader reader)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException)
        {
            throw Wrong(path, "it is damaged: it is no UTF-8 text");
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw FileProblem.CannotRead(path, e);
        }
    }

    private static T Parsed<T>(string path, string text, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Json) ?? throw Wrong(path, $"line {number + 1} is empty");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            string why = e is JsonException json ? JsonProblem.InWords(json) : "it cannot be read";
            throw Wrong(path, $"it is damaged at line {number + 1} ({why}); {Again}");
        }
    }

    private static UcamException Wrong(string path, string what) => new($"{path}: {what}.") { File = path };
}
