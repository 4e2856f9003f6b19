namespace Ucam.Vqa.Datasets.Files;

/// <summary>A question of a table.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Picture">The picture as the table names it.</param>
/// <param name="File">The picture's file; null where it was not found.</param>
/// <param name="Question">The question.</param>
/// <param name="Answers">What people answered; empty where the table has no answers.</param>
/// <param name="Fields">All fields, in the order of the table's columns.</param>
/// <param name="Problem">Why it cannot be asked; null where it can.</param>
internal sealed record QuestionRow(int Line, string Picture, string? File, string Question, IReadOnlyList<string> Answers,
    IReadOnlyList<string> Fields, string? Problem)
{
    /// <summary>The people's most frequent answer; null where there is none.</summary>
    public string? Truth => CommonestAnswer.Of(Answers);
}

/// <summary>
/// A user's table of questions about pictures, with the columns image and question, and where wanted answer (several by "|") and
/// question_type; what else it has is kept.
/// </summary>
/// <param name="Path">Its file.</param>
/// <param name="Columns">The names of the columns, as written.</param>
/// <param name="Rows">The questions.</param>
internal sealed record QuestionTable(string Path, IReadOnlyList<string> Columns, IReadOnlyList<QuestionRow> Rows)
{
    private static readonly string[] Known = ["image", "question", "answer", "answers", "question_type"];

    /// <summary>Reads a table; a picture that is not found is a problem of its row.</summary>
    /// <param name="path">The table, .csv or .tsv.</param>
    /// <param name="folder">Where the pictures are; null for the table's own folder.</param>
    /// <exception cref="UcamException">The table cannot be read, has no such columns or no rows, or the folder is not there.</exception>
    public static QuestionTable Read(string path, string? folder)
    {
        var pictures = new PictureIndex([folder ?? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!]);
        using IEnumerator<(int Line, string[] Fields)> rows = CsvRows.Read(path).GetEnumerator();
        if (!rows.MoveNext()) throw new UcamException($"{path} is empty; give a table with the columns image and question.") { File = path };
        string[] columns = [.. rows.Current.Fields.Select(f => f.Trim())], names = [.. columns.Select(c => c.ToLowerInvariant())];
        int image = Column(path, names, "image"), question = Column(path, names, "question"), answer = Answer(names);
        var read = new List<QuestionRow>();
        while (rows.MoveNext())
        {
            (int line, string[] fields) = rows.Current;
            string name = fields[image].Trim(), words = fields[question].Trim();
            PictureFinding found = name.Length > 0 ? pictures.ByName(name) : default;
            string? problem = words.Length == 0 ? "the question is empty" : Problem(name, found, pictures.Folders);
            read.Add(new QuestionRow(line, name, found.Path, words, answer < 0 ? [] : Answers(fields[answer]), fields, problem));
        }
        return read.Count > 0 ? new QuestionTable(path, columns, read)
            : throw new UcamException($"{path} has no questions below its first line; give one a line.") { File = path };
    }

    /// <summary>The people's answers of a field.</summary>
    public static string[] Answers(string field) => field.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Where the answers stand; below 0 for nowhere.</summary>
    public static int Answer(string[] names) => Array.FindIndex(names, name => name is "answer" or "answers");

    /// <summary>Where a column stands that has to be there.</summary>
    /// <exception cref="UcamException">It is not.</exception>
    public static int Column(string path, string[] names, string wanted)
    {
        int at = Array.IndexOf(names, wanted);
        return at >= 0 ? at : throw new UcamException($"{path}: line 1: there is no column \"{wanted}\"; there are {string.Join(", ", names)}.")
        { File = path, Field = wanted };
    }

    /// <summary>The kind of a row's question; null where the table has none.</summary>
    public string? TypeOf(QuestionRow row) => Field(row, "question_type") is { Length: > 0 } type ? type : null;

    /// <summary>What a row holds besides picture, question, answers and kind, by the names of the columns.</summary>
    public IReadOnlyDictionary<string, string> More(QuestionRow row)
    {
        var more = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < Columns.Count; i++)
            if (row.Fields[i].Length > 0 && !Known.Contains(Columns[i].ToLowerInvariant())) more[Columns[i]] = row.Fields[i];
        return more;
    }

    private string? Field(QuestionRow row, string name)
    {
        for (int i = 0; i < Columns.Count; i++)
            if (Columns[i].Equals(name, StringComparison.OrdinalIgnoreCase)) return row.Fields[i].Trim();
        return null;
    }

    private static string? Problem(string name, PictureFinding found, string folder)
    {
        if (name.Length == 0) return "no image is named";
        if (found.Path is null) return $"there is no picture '{name}' in {folder}";
        return found.Other is null ? null : $"'{name}' is there twice, as {found.Path} and {found.Other}; give its path below {folder}";
    }
}
