using Ucam.Studies.Reports.Table;
using Ucam.Vqa;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Web.Reviewing;

/// <summary>
/// What was accepted or corrected, as a set to train on. Pictures keep the numbers at the end of their names where those tell all of them apart;
/// else they are numbered.
/// </summary>
internal sealed class DecidedSet : IVqaSet, IPictureFiles
{
    private readonly IReadOnlyList<ReviewPicture> _pictures;

    /// <summary>Takes the decisions as they are now.</summary>
    public DecidedSet(ReviewSession session)
    {
        ReviewData data = session.Data;
        KeyValuePair<int, Decision>[] decided = [.. session.Decisions().Where(d => d.Value.Verdict != Verdict.Reject).OrderBy(d => d.Key)];
        int[] used = [.. decided.Select(d => data.Rows[d.Key].Picture).Distinct().Order()];
        _pictures = [.. used.Select(picture => data.Pictures[picture])];
        long[] numbers = Numbers(data.Pictures);
        bool own = data.QuestionIds is { } ids && ids.Distinct().Count() == ids.Count;
        Items = [.. decided.Select(d => Item(data.Rows[d.Key], d.Value, own ? data.QuestionIds![d.Key] : d.Key + 1) with
        {
            Picture = Array.IndexOf(used, data.Rows[d.Key].Picture),
            ImageId = numbers[data.Rows[d.Key].Picture],
            ImageSource = data.Pictures[data.Rows[d.Key].Picture].Name,
        })];
    }

    public string Name => "Reviewed answers";

    public int PictureCount => _pictures.Count;

    public IReadOnlyList<VqaItem> Items { get; }

    /// <summary>The name of a picture that is not there; null for none.</summary>
    public string? Missing => _pictures.FirstOrDefault(picture => picture.File is null)?.Name;

    public Picture LoadPicture(int picture) => Picture.Load(PictureFile(picture)
        ?? throw new UcamException($"The picture {_pictures[picture].Name} is not there; name its folder with --images.") { Field = "images" });

    public string? PictureFile(int picture) => _pictures[picture].File;

    private static long[] Numbers(IReadOnlyList<ReviewPicture> pictures)
    {
        long?[] own = [.. pictures.Select(picture => picture.Id ?? PictureIndex.NumberOf(picture.Name))];
        return own.All(number => number is not null) && own.Distinct().Count() == own.Length
            ? [.. own.Select(number => number!.Value)] : [.. Enumerable.Range(1, pictures.Count).Select(number => (long)number)];
    }

    private static VqaItem Item(AnswerRow row, Decision decision, long id)
    {
        string answer = decision.Answer ?? row.Answer;
        return new VqaItem
        {
            QuestionId = id,
            ImageId = 0,
            Picture = 0,
            Question = row.Question,
            Answers = [answer],
            QuestionType = row.Type ?? "",
            AnswerType = AnswerTypes.Of(answer),
        };
    }
}
