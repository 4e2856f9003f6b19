using Ucam;
using Ucam.Vqa;

namespace ExtendUcam;

/// <summary>A data format: one question a line, as <c>picture | question | answer</c>.</summary>
internal sealed class PipeFormat : DataFormat
{
    public override string Name => "pipes";

    public override string About => "a text file with picture | question | answer on each line";

    public override bool Reads(string path) => Path.GetExtension(path) == ".pipes";

    public override IEnumerable<FileQuestion> Read(string path)
    {
        int line = 0;
        foreach (string text in File.ReadLines(path))
        {
            string[] fields = text.Split('|', StringSplitOptions.TrimEntries);
            line++;
            if (fields.Length != 3) throw new UcamException($"{path}: line {line}: it has {fields.Length} fields, not 3.") { File = path };
            yield return new FileQuestion { Picture = fields[0], Question = fields[1], Answers = [fields[2]], Place = $"line {line}" };
        }
    }
}
