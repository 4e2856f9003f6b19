using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Vqa.Tests.Datasets.Vqa;

public sealed class VqaResultsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Answers_come_back_as_they_were_written()
    {
        KeyValuePair<long, string>[] answers = [new(7, "a \"red\"\ncat"), new(-1, ""), new(262144000, "кот 🙂")];
        VqaResultsFile.Write(_folder["r.json"], answers);
        VqaResultsFile.Read(_folder["r.json"]).Should().BeEquivalentTo(answers.ToDictionary());
    }

    [Theory]
    [InlineData("""[{"question_id":1,"answer":"a"},{"question_id":1,"answer":"b"}]""", "[1].question_id")]
    [InlineData("""[{"question_id":1}]""", "[0].answer")]
    [InlineData("""[{"answer":"a"}]""", "[0].question_id")]
    [InlineData("""[{"question_id":1,"answer":2}]""", "[0].answer")]
    [InlineData("""{"results":[]}""", "answers")]
    [InlineData("""[{"question_id":1,"answer":"a"}""", "[0]")]
    public void What_is_wrong_is_told_with_its_place(string json, string field)
    {
        var read = () => VqaResultsFile.Read(_folder.Write("r.json", json));
        read.Should().Throw<UcamException>().Which.Field.Should().Be(field);
    }
}
