using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using Ucam.Imaging;
using Ucam.Studies.Reports.Table;
using Ucam.Web.Reviewing;

namespace Ucam.Cli.Mcp;

/// <summary>The queue of <c>ucam review</c> for an assistant: the answer most worth a look, and what was decided about it.</summary>
internal sealed class ReviewTools(ReviewDesk desk)
{
    private const int Side = 448, Quality = 85;
    private const string Written = "Path of the answers: what 'ucam eval --out', 'ucam ask --out' (CSV) or 'ucam ask --json' wrote.";

    [Description("Of many answers that a model gave before, the undecided one most worth a person's look: the doubtful first, near "
        + "duplicates apart. Tells picture, question, answer, how likely that is right and why, and an id for review_decide.")]
    public Task<CallToolResult> ReviewNext(
        [Description(Written)] string results,
        [Description("Folder of the pictures that they are about; left out, those are found whose names lead to them.")] string? images = null,
        [Description("Id of an answer that stays undecided: the next one behind it in the queue is told.")] string? after = null,
        CancellationToken cancel = default) => ToolReply.Of(() => desk.With(results, images, writes: false, (session, _) =>
    {
        int? passed = string.IsNullOrEmpty(after) ? null : Row(session, after, results);
        return session.Next(passed) is { } row ? Told(session, row) : [Text(new JsonObject { ["note"] = Done(session, passed) }, session)];
    }), cancel);

    [Description("Keeps what was decided about an answer that review_next told, in the file that 'ucam review' and its --export read. "
        + "A later decision about the same answer takes the place of an earlier one.")]
    public Task<CallToolResult> ReviewDecide(
        [Description(Written)] string results,
        [Description("The id that review_next told.")] string id,
        [Description("accept: the answer is right; reject: it is wrong or the question cannot be answered; correct: it is wrong, and answer "
            + "says what is right.")]
        string verdict,
        [Description("What is right, at most 200 characters; with the verdict correct alone.")] string? answer = null,
        CancellationToken cancel = default) => ToolReply.Of(() => desk.With(results, null, writes: true, (session, file) =>
    {
        Decision made = session.Decide(Row(session, id, results), ReviewExport.Named(verdict), answer);
        var reply = new JsonObject { ["id"] = id, ["verdict"] = ReviewExport.NameOf(made.Verdict), ["kept_in"] = file };
        if (made.Answer is not null) reply.Insert(2, "answer", made.Answer);
        return (IList<ContentBlock>)[Text(reply, session)];
    }), cancel);

    private static int Row(ReviewSession session, string id, string results) => session.RowOf(id)
        ?? throw new UcamException($"{results} has no answer with the id '{id}'; take one that review_next told.");

    private static string Done(ReviewSession session, int? passed) =>
        session.Next() is null ? "Every answer is decided; 'ucam review --export FOLDER' with the same results writes them out."
        : passed is null ? "" : "Behind that answer all are decided; call review_next without after for those before it.";

    private static IList<ContentBlock> Told(ReviewSession session, int place)
    {
        AnswerRow row = session.Table.Rows[place];
        ReviewPicture picture = session.Data.Pictures[row.Picture];
        Picture? shown = Shown(picture, out string? note);
        var reply = new JsonObject
        {
            ["id"] = session.KeyOf(place),
            ["picture"] = picture.Name,
            ["file"] = picture.File is { } file ? Path.GetFullPath(file) : null,
            ["picture_note"] = note,
            ["question"] = row.Question,
            ["answer"] = row.Answer,
            ["p_right"] = row.Certainty,
            ["truth"] = row.Truth,
            ["answer_is_right"] = row.Right,
            ["question_type"] = row.Type,
            ["unfamiliar"] = row.Unfamiliar ? true : null,
            ["details"] = Details(session.Data.Details(place)),
        };
        TextContentBlock text = Text(reply, session);
        return shown is null ? [text] : [text, ImageContentBlock.FromBytes(shown.EncodeJpeg(Quality), "image/jpeg")];
    }

    // Maps are for the eye, and those of explain_answer are.
    private static JsonObject? Details(RowDetails? details)
    {
        if (details is null) return null;
        JsonObject told = JsonSerializer.SerializeToNode(details with { Maps = [] }, TableJson.Default.RowDetails)!.AsObject();
        foreach (string name in told.Where(each => each.Value is JsonArray { Count: 0 }).Select(each => each.Key).ToArray()) told.Remove(name);
        return told;
    }

    private static Picture? Shown(ReviewPicture picture, out string? note)
    {
        note = picture.File is null ? "The picture is not there; name its folder with images." : null;
        if (picture.File is not { } file) return null;
        try
        {
            return Picture.Load(file).AtMost(Side);
        }
        catch (PictureException e)
        {
            note = ControlText.Shown(e.Message, "");
            return null;
        }
    }

    // Unknown values are left out; how far the review is stands last.
    private static TextContentBlock Text(JsonObject reply, ReviewSession session)
    {
        foreach (string name in reply.Where(each => each.Value is null).Select(each => each.Key).ToArray()) reply.Remove(name);
        int decided = session.Decisions().Count;
        reply["decided"] = decided;
        reply["left"] = session.Data.Rows.Count - decided;
        return new TextContentBlock { Text = reply.ToJsonString() };
    }
}
