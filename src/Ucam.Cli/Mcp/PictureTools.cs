using System.ComponentModel;
using ModelContextProtocol.Protocol;
using Ucam.Studies.Reports;
using Ucam.Vqa;
using Ucam.Web.Asking;

namespace Ucam.Cli.Mcp;

/// <summary>What an assistant may ask about a picture.</summary>
internal sealed class PictureTools(Models models)
{
    private const int Side = 448;
    private const string Data = "data:", Base64 = ";base64,";

    [Description("Answers a question about a picture: the answer, how likely it is right and why, the other answers, and the kinds of doubt.")]
    public Task<CallToolResult> AskPicture(
        [Description("Path of a picture file on this machine, or a data: URI in base64.")] string picture,
        [Description("The question, in English.")] string question,
        [Description("Name of a model; left out, the one that knows most words of the question is taken.")] string? model = null,
        CancellationToken cancel = default) => ToolReply.Of(() =>
    {
        (Answer answer, _) = Ask(picture, question, model, new AskOptions { Maps = [] }, cancel);
        return [new TextContentBlock { Text = answer.ToJson() }];
    }, cancel);

    [Description("Explains an answer about a picture: where the model looked, what speaks for and against the answer and where its doubt comes from, "
        + "in words and as pictures.")]
    public Task<CallToolResult> ExplainAnswer(
        [Description("Path of a picture file on this machine, or a data: URI in base64.")] string picture,
        [Description("The question, in English.")] string question,
        [Description("Name of a model; left out, the one that knows most words of the question is taken.")] string? model = null,
        CancellationToken cancel = default) => ToolReply.Of(() =>
    {
        (Answer answer, Picture shown) = Ask(picture, question, model, new AskOptions(), cancel);
        Picture small = shown.AtMost(Side);
        ActivationMap[] maps = [.. MapLabel.Shown(answer)];
        string words = string.Join("\n", maps.Select(map => MapWords.Describe(map)).Prepend($"{answer.Text}: {answer.Certainty}"));
        return [new TextContentBlock { Text = words }, .. maps.Where(map => !map.IsNothing)
            .Select(map => ImageContentBlock.FromBytes(ReportPicture.Overlay(small, map).EncodePng(), "image/png"))];
    }, cancel);

    private (Answer Answer, Picture Shown) Ask(string picture, string question, string? model, AskOptions options, CancellationToken cancel)
    {
        VqaModel? named = models.Find(model);
        Picture read = Read(picture);
        VqaModel[] all = [.. models.All.Select(m => m.Model)];
        using var opened = new ShelvedPicture("", read, named is null ? all : [named]);
        VqaModel asked = named ?? ModelPick.Of(all, question, each => opened.Before(each).Unusual());
        Answer answer = opened.Before(asked).Answer(question, options, cancel);
        return (named is not null ? answer : ModelPick.Noted(answer, asked, [.. models.All.Select(m =>
            (m.Name, $"the model {m.Name}", m.Model == asked ? (Func<double>?)null : () => opened.Before(m.Model).Unusual()))]), read);
    }

    private static Picture Read(string picture)
    {
        if (!picture.StartsWith(Data, StringComparison.OrdinalIgnoreCase)) return Picture.Load(picture);
        int at = picture.IndexOf(Base64, StringComparison.OrdinalIgnoreCase);
        byte[] bytes = new byte[picture.Length];
        return at >= 0 && Convert.TryFromBase64Chars(picture.AsSpan(at + Base64.Length), bytes, out int length)
            ? Picture.Load(bytes.AsMemory(0, length), Picture.Unnamed)
            : throw new UcamException("picture is no data: URI in base64; give that, or the path of a file.") { Field = nameof(picture) };
    }
}
