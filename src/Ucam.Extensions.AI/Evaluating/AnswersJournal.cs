using System.Text;
using System.Text.Json;

namespace Ucam.Extensions.AI.Evaluating;

/// <summary>A file of answers, one a line, that grows as they come; a line that was cut off is left out and written over.</summary>
internal sealed class AnswersJournal : IDisposable
{
    private readonly FileStream _file;

    private AnswersJournal(FileStream file) => _file = file;

    /// <summary>The answers that are there, the last of each question.</summary>
    public Dictionary<long, AnswerLine> Known { get; } = [];

    /// <summary>Opens or begins one.</summary>
    /// <exception cref="UcamException">It is of other answers, damaged, or cannot be written.</exception>
    public static AnswersJournal Open(string path, AnswersHeader header)
    {
        if (FileIdentity.IsSpecial(path)) throw FileProblem.CannotWrite(path, "it is a device or a pipe; give a file name");
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            var journal = new AnswersJournal(file);
            journal.Read(path, header);
            return journal;
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (FileProblem.Is(e)) throw FileProblem.CannotWrite(path, e);
            throw;
        }
    }

    /// <summary>Adds an answer, which is on the disk when this returns.</summary>
    public void Add(AnswerLine answer)
    {
        Write(JsonSerializer.Serialize(answer, AnswersJson.Default.AnswerLine));
        Known[answer.QuestionId] = answer;
    }

    public void Dispose() => _file.Dispose();

    private void Write(string line)
    {
        _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _file.Flush(flushToDisk: true);
    }

    private void Read(string path, AnswersHeader header)
    {
        byte[] bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        int end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        string[] lines = Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < lines.Length; i++)
        {
            try
            {
                if (i == 0) Match(path, JsonSerializer.Deserialize(lines[0], AnswersJson.Default.AnswersHeader), header);
                else if (JsonSerializer.Deserialize(lines[i], AnswersJson.Default.AnswerLine) is { } line) Known[line.QuestionId] = line;
            }
            catch (JsonException e)
            {
                throw new UcamException($"{path}: line {i + 1} is no answer ({JsonProblem.InWords(e)}); name another file.", e) { File = path };
            }
        }
        // What is no list of answers is not written over.
        if (lines.Length == 0 && bytes.Length > 0) throw new UcamException($"{path}: it is no file of answers; name another.") { File = path };
        _file.SetLength(end);
        _file.Position = end;
        if (lines.Length == 0) Write(JsonSerializer.Serialize(header, AnswersJson.Default.AnswersHeader));
    }

    private static void Match(string path, AnswersHeader? there, AnswersHeader wanted)
    {
        if (there == wanted) return;
        string what = there is null ? "it is no file of answers"
            : there.Set != wanted.Set ? $"its answers are of the set '{there.Set}', not '{wanted.Set}'"
            : there.Model != wanted.Model ? $"its answers are of the model '{there.Model}', not '{wanted.Model}'"
            : $"its answers were asked by other calls ({there.Calls}, not {wanted.Calls})";
        throw new UcamException($"{path}: {ControlText.Shown(what, "")}; name another file.") { File = path };
    }
}
