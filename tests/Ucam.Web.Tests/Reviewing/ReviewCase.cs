using Ucam.Studies.Reports.Table;
using Ucam.Web.Reviewing;

namespace Ucam.Web.Tests.Reviewing;

/// <summary>Three answers about two pictures, and a file of decisions.</summary>
internal sealed class ReviewCase : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ReviewCase()
    {
        foreach (string name in new[] { "a_1.png", "b_2.png" }) Served.Squares(200).SavePng(_folder.File(name));
        Data = new ReviewData
        {
            Title = "Review of a test",
            Pictures = [new ReviewPicture("a_1.png", _folder.File("a_1.png")), new ReviewPicture("b_2.png", _folder.File("b_2.png")), new ReviewPicture("gone.png", null)],
            Rows =
            [
                new AnswerRow { Question = "What colour?", Answer = "red", Certainty = 0.9, Truth = "red", Right = true, Type = "colour" },
                new AnswerRow { Question = "<b>How many?</b>", Answer = "=2", Certainty = 0.4, Picture = 1 },
                new AnswerRow { Question = "What colour?", Answer = "blue", Certainty = 0.2, Picture = 1 },
            ],
            Details = row => row == 1 ? null : new RowDetails("sure", null, null, "Because.", null, null, null, null),
        };
    }

    public ReviewData Data { get; init; }

    public TemporaryFolder Folder => _folder;

    public string Store => _folder.File("test.review.db");

    public ReviewSession Open() => new(Data, new SqliteReviewStore(Store));

    public void Dispose() => _folder.Dispose();
}
