using System.CommandLine;
using Ucam.Datasets;
using Ucam.Datasets.Vqa;

namespace Ucam.Cli.Commands;

/// <summary>The options that name a set in the VQA v2 layout, shared by several commands.</summary>
internal sealed class VqaSetOptions
{
    private readonly Option<string?> _questions = new("--questions") { Description = "Questions file in the VQA v1/v2 layout (JSON)." };
    private readonly Option<string?> _annotations = new("--annotations") { Description = "Annotations file in the VQA v1/v2 layout (JSON)." };
    private readonly Option<string?> _images = new("--images") { Description = "Folder of the pictures; names end in the picture's number." };

    public void AddTo(Command command)
    {
        command.Add(_questions);
        command.Add(_annotations);
        command.Add(_images);
    }

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_questions) is not null || parsed.GetValue(_images) is not null;

    public IVqaSet Open(ParseResult parsed)
    {
        string questions = parsed.GetValue(_questions) ?? throw new UsageException("--images needs --questions.");
        string images = parsed.GetValue(_images) ?? throw new UsageException("--questions needs --images.");
        return VqaDirectorySet.Open(questions, parsed.GetValue(_annotations), images);
    }
}
