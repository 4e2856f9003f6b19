using System.Text;
using CsCheck;
using Ucam.Vqa.Datasets.Formats;

namespace Ucam.Vqa.Tests.Datasets.Formats;

/// <summary>DAQUAR as it is published: lines of question and answer in turn, a table of them, lists of pictures.</summary>
public sealed class DaquarFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private const string Table = "question,answer,image_id\nwhat is under the lamp,table,image12\n"
        + "how many chairs are left of the image3 behind the desk,2,image3\nwhat is on the shelf,\"vase, book, garbage_bin, book\",image12\n"
        + "what is on the right side of the image3,garbage_bin,image3\n";

    private FileSet Open(params string[] parts) =>
        DataFormats.Open("daquar", SmallSets.Daquar(_folder), out _, parts.Length > 0 ? parts : null);

    [Fact]
    public void Questions_lose_the_name_of_their_picture_and_answers_are_sets()
    {
        Open().Items.Select(i => (i.QuestionId, i.ImageId, i.Question, i.Answers[0], i.AnswerType)).Should().Equal(
            (1, 12, "what is under the lamp?", "table", "other"),
            (2, 3, "how many chairs are left of the image behind the desk?", "2", "number"),
            (3, 12, "what is on the shelf?", "book & garbage_bin & vase", "other"),
            (4, 3, "what is on the right side of the image?", "garbage_bin", "other"));
        Open("train").Items.Select(i => i.QuestionId).Should().Equal(1, 3);
        Open("test").Items.Select(i => i.QuestionId).Should().Equal(2, 4);
    }

    [Fact]
    public void A_file_of_no_text_is_named_as_what_it_is()
    {
        void Refuses(string path, string what) => FluentActions.Invoking(() => DataFormats.Open("daquar", [path], out _))
            .Should().Throw<UcamException>().WithMessage($"*{Path.GetFileName(path)} is {what}.");
        Refuses(_folder.Write("none.txt", ""), "empty; give the whole file");
        Refuses(_folder.Write("blank.txt", "\n \n"), "empty; give the whole file");
        string wide = _folder["wide.txt"];
        File.WriteAllText(wide, "what is under the lamp in the image12 ?\ntable\n", Encoding.Unicode);
        Refuses(wide, "UTF-16; save it as UTF-8");
    }

    [Theory]
    [InlineData("what is it in the image7 ?", "what is it?", 7)]
    [InlineData("what is it in this image7?", "what is it?", 7)]
    [InlineData("what is it on the image 7", "what is it?", 7)]
    [InlineData("in the image7 ?", "in the image?", 7)]
    [InlineData("where is the mirror image ?", "where is the mirror image?", null)]
    [InlineData("what is in image99999999999999999999 ?", "what is in image?", null)]
    public void A_question_is_taken_apart(string line, string text, int? picture) =>
        DaquarQuestion.Of(line).Should().Be(new DaquarQuestion(text, picture));

    [Fact]
    public void The_table_says_the_same_as_the_lines()
    {
        FileSet lines = Open();
        string table = _folder.Write("data.csv", Table);
        FileSet set = DataFormats.Open("daquar", [table, _folder["train_images_list.txt"], _folder["test_images_list.txt"], _folder["images"]], out _);
        set.Items.Should().BeEquivalentTo(lines.Items, o => o.WithStrictOrdering());
        DataFormats.Open("daquar", [_folder.Path], out DataReport report).Items.Should().HaveCount(4);
        report.Notes.Should().Equal("data.csv is left aside, as the lines say the same");
    }

    [Fact]
    public void Without_lists_the_name_of_the_file_says_the_part()
    {
        string test = _folder.Write("qa.894.raw.test.txt", SmallSets.DaquarPairs), train = _folder.Write("qa.894.raw.train.txt", SmallSets.DaquarPairs);
        DataFormats.Open("daquar", [test, train], out _, ["test"]).Items.Should().HaveCount(4);
        DataFormats.Open("daquar", [test, train], out DataReport report).Items.Select(i => i.QuestionId).Should().OnlyHaveUniqueItems();
        report.Notes.Should().Equal("4 questions are asked more than once about the same picture, 0 of them with different answers");
    }

    [Fact]
    public void Pictures_that_no_list_names_belong_to_no_part()
    {
        string[] paths = SmallSets.Daquar(_folder);
        DataFormats.Open("daquar", [paths[0], paths[2]], out DataReport report).Items.Should().HaveCount(4);
        report.Notes.Should().Equal("2 questions are about pictures that no list names; they belong to no part");
    }

    [Theory]
    [InlineData("all_qa_pairs.txt", "what is it in the image3 ?", "line 1: the question has no line with its answer")]
    [InlineData("all_qa_pairs.txt", "what is it in the image3 ?\na\nwhere is it?\nb", "line 3: no picture is named")]
    [InlineData("all_qa_pairs.txt", "what is it in the image3 ?\nwhere is it in the image3 ?", "line 2: a question stands where")]
    [InlineData("test_images_list.txt", "image3\nimage12", "image12 is in the list of train too")]
    [InlineData("test_images_list.txt", "image3\nphoto", "line 2: it is no picture's name")]
    [InlineData("all_qa_pairs.txt", "table\nchair", "needs lines of question and answer")]
    public void What_cannot_be_read_is_told_with_its_line(string file, string text, string mention)
    {
        string[] paths = SmallSets.Daquar(_folder);
        _folder.Write(file, text);
        Action open = () => DataFormats.Open("daquar", paths, out _);
        open.Should().Throw<UcamException>().Which.Message.Should().ContainAll(_folder[file], mention).And.NotContain("\n");
    }

    [Theory]
    [InlineData("question,answer,image_id\na?,b,lamp", "image_id is \"lamp\"")]
    [InlineData("question,answer,image_id\na?,b", "2 fields where the first line has 3")]
    [InlineData("question,answers,image_id\na?,b,image1", "no column \"answer\"")]
    public void A_table_that_cannot_be_read_is_told_with_its_line(string text, string mention)
    {
        string table = _folder.Write("data.csv", text);
        Action open = () => DataFormats.Open("daquar", [table], out _);
        open.Should().Throw<UcamException>().Which.Message.Should().ContainAll(table, mention).And.NotContain("\n");
    }

    [Fact]
    public void A_list_whose_name_says_no_part_is_refused()
    {
        string[] paths = [SmallSets.Daquar(_folder)[0], _folder.Write("list.txt", "image3")];
        Action open = () => DataFormats.Open("daquar", paths, out _);
        open.Should().Throw<UcamException>().WithMessage("*list.txt*neither train nor test*");
    }

    [Fact]
    public void Lines_cut_short_are_refused_or_fewer()
    {
        string[] paths = SmallSets.Daquar(_folder);
        byte[] whole = Encoding.UTF8.GetBytes(SmallSets.DaquarPairs.TrimEnd());
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(paths[0], whole[..length]);
            try
            {
                FileSet set = DataFormats.Open("daquar", paths, out _);
                set.Items.Count.Should().BeInRange(1, 4);
                // Only a cut within an answer, or between one and the next question, goes unnoticed.
                (Encoding.UTF8.GetString(whole[..length]).TrimEnd().Split('\n').Length % 2).Should().Be(0);
            }
            catch (UcamException e)
            {
                e.Message.Should().Contain("all_qa_pairs.txt").And.NotContain("\n");
            }
        }
    }

    [Fact]
    public void Equal_sets_are_equal_answers() => Gen.String[Gen.Char["abc ,"], 0, 12].Sample(text =>
    {
        string[] parts = [.. text.Split(',').Select(p => p.Trim()).Where(p => p.Length > 0).Reverse()];
        DaquarQuestion.Answer(string.Join(",", [.. parts, .. parts])).Should().Be(DaquarQuestion.Answer(text));
    }, iter: 500);
}
