using Ucam.Studies.Reports.Table;
using Ucam.Vqa;
using Ucam.Web.Reviewing;
using Ucam.Web.Reviewing.Sources;

namespace Ucam.Web.Tests.Reviewing.Sources;

public sealed class ResultTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ReviewData Read(string text, string? images = null) => ResultTable.Read(_folder.Write("r.csv", text), images);

    [Fact]
    public void What_eval_writes_is_read()
    {
        var result = new QuestionResult
        {
            QuestionId = 7,
            ImageId = 12,
            QuestionType = "colour",
            Question = "=What, \"now\"?",
            Prediction = "red",
            Truth = "blue",
            Probability = 0.8,
            TruthProbability = 0.1,
            Predictive = 0.5,
            Aleatoric = 0.4,
            Epistemic = 0.1,
            LogitVariance = 0,
            Accuracy = 0.3,
            Distance = 1.25,
            Certainty = TinyCertainty.Of(0.7, "unsure"),
        };
        ResultTables.WriteQuestions(_folder.File("e.csv"), [result]);
        Directory.CreateDirectory(_folder.File("images"));
        Served.Squares(32).SavePng(_folder.File("images", "x_000012.png"));
        ReviewData data = ResultTable.Read(_folder.File("e.csv"), _folder.File("images"));
        data.Rows.Should().Equal(new AnswerRow
        {
            Question = "=What, \"now\"?",
            Answer = "red",
            Truth = "blue",
            Right = false,
            Type = "colour",
            Step = 2,
            Certainty = 0.7,
            Probability = 0.8,
            Doubt = 0.5,
            Data = 0.4,
            Model = 0.1,
            Unusual = 1.25,
        });
        data.QuestionIds.Should().Equal(7);
        data.Pictures.Should().Equal(new ReviewPicture("picture 12", _folder.File("images", "x_000012.png"), 12));
        data.Details(0)!.Doubt.Should().Be("Doubt: 0.50 nats = 0.40 data + 0.10 model.");
    }

    [Fact]
    public void What_ask_writes_is_read_and_rows_without_an_answer_are_left_out()
    {
        ReviewData data = Read("image,question,answer,model_answer,p_right,words,unfamiliar,warning,right\n"
            + "a.png,What?,red|red|blue,red,0.9,fairly sure,1,Unknown word.,1\na.png,Who?,,,,,,,\n");
        AnswerRow row = data.Rows.Should().ContainSingle().Subject;
        (row.Truth, row.Right, row.Step, row.Unfamiliar).Should().Be(("red", true, 1, true));
        data.Details(0)!.Warning.Should().Be("Unknown word.");
        data.Pictures[0].File.Should().BeNull("no folder was given, and there is none of that name here");
    }

    [Theory]
    [InlineData("image,question,prediction\na.png,What?,red\n", "not told")]
    [InlineData("image,question,prediction,predictive_nats\na.png,What?,red,3\n", "guessing")]
    public void Nothing_is_called_sure_without_words_or_a_doubt(string text, string word) => Read(text).Rows[0].Word.Should().Be(word);

    [Theory]
    [InlineData("question\nq\n", "*there is no column \"prediction\" or \"model_answer\"*")]
    [InlineData("question,prediction\nq,a\n", "*there is no column \"image_id\" or \"image\"*")]
    [InlineData("image,question,prediction\na,q,\n", "*has no answers*")]
    [InlineData("image,question,prediction,p_right\na,q,x,1.5\n", "*line 2: p_right: it must be from 0 to 1*")]
    [InlineData("image,question,prediction,probability\na,q,x,much\n", "*line 2: probability: it is no number*")]
    [InlineData("image_id,question,prediction\nz,q,x\n", "*line 2: image_id: it names no picture*")]
    public void What_is_wrong_is_named_with_its_line(string text, string message) =>
        this.Invoking(_ => Read(text)).Should().Throw<UcamException>().WithMessage(message);

    [Fact]
    public void A_name_does_not_lead_out_of_the_folder()
    {
        Directory.CreateDirectory(_folder.File("images"));
        Served.Squares(32).SavePng(_folder.File("secret.png"));
        Read("image,question,prediction\n../secret.png,q,x\n", _folder.File("images")).Pictures[0].File.Should().BeNull();
    }
}
