namespace Ucam.Vqa.Tests.Datasets.Formats;

/// <summary>VQA-RAD as it is published, in one file or two.</summary>
public sealed class VqaRadFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private FileSet Open(params string[] parts) =>
        DataFormats.Open("vqa-rad", SmallSets.VqaRad(_folder), out _, parts.Length > 0 ? parts : null);

    [Fact]
    public void Rad_has_train_and_test_as_parts_and_takes_answers_that_are_numbers()
    {
        Open().Items.Select(i => (i.QuestionId, i.Answers[0], i.AnswerType, i.QuestionType))
            .Should().Equal((0, "Yes", "CLOSED", "PRES"), (1, "2", "OPEN", "COUNT"));
        Open("test").Items.Single().QuestionId.Should().Be(1);
    }

    [Fact]
    public void Rad_reads_keys_and_types_as_they_are_written_and_numbers_pictures_by_name()
    {
        string[] paths = SmallSets.VqaRad(_folder);
        _folder.Write("VQA_RAD Dataset Public.json", """
            [{"qid":8,"image_name":"synpic29265.jpg","question":"Where?","phrase_type":"para","question_type":"Other","answer":3,"answer_type":"OPEN"},
            {"QID ":"7","Image_Name":"synpic54610.jpg ","question":" Is it  so?","phrase_type":"freeform","question_type":"prse, ATRIB","answer":"Yes ","answer_type":"CLOSED "}]
            """);
        FileSet set = DataFormats.Open("vqa-rad", paths, out DataReport report);
        report.IsWhole.Should().BeTrue();
        set.Items.Select(i => (i.QuestionId, i.ImageId, i.ImageSource, i.QuestionType, i.AnswerType, i.Answers[0])).Should().Equal(
            (8, 29265, "synpic29265.jpg", "OTHER", "OPEN", "3"), (7, 54610, "synpic54610.jpg", "ATTRIB, PRES", "CLOSED", "Yes"));
        report.Notes.Should().Equal("1 questions are other questions in other words (phrase_type para)");
    }

    [Fact]
    public void Rad_in_two_files_tells_what_the_test_shares_with_training()
    {
        string images = SmallSets.Pictures(_folder, "images", "synpic1.jpg", "synpic2.jpg", "synpic3.jpg");
        string Row(int id, int picture, string question, string answer) =>
            $$"""{"qid":{{id}},"image_name":"synpic{{picture}}.jpg","question":"{{question}}","answer":"{{answer}}","phrase_type":"freeform"}""";
        string train = _folder.Write("trainset.json", $"[{Row(1, 1, "Is it so?", "yes")},{Row(2, 1, "IS IT  SO?", "no")},{Row(3, 2, "Where?", "left")}]"),
            test = _folder.Write("testset.json", $"[{Row(4, 1, "Is it so?", "yes")},{Row(5, 3, "Where?", "left")}]");
        FileSet set = DataFormats.Open("vqa-rad", [test, train, images], out DataReport report, ["test"]);
        set.Items.Select(i => (i.QuestionId, i.ImageId)).Should().Equal((4, 1), (5, 3));
        report.Notes.Should().Equal("1 questions are asked more than once about the same picture, 1 of them with different answers",
            "1 of the 2 pictures of test are pictures of train too; test-pictures and train-pictures share none",
            "1 questions of test are asked in train about the same picture", "3 questions belong to other parts than test and are left out");
    }

    [Fact]
    public void Rad_has_a_split_by_picture_too()
    {
        string Row(int id) => $$"""{"qid":{{id}},"image_name":"synpic{{id / 2}}.jpg","question":"Is it so?","answer":"yes"}""";
        string path = _folder.Write("train.json", $"[{string.Join(',', Enumerable.Range(0, 400).Select(Row))}]");
        long[] Pictures(string part) =>
            [.. DataFormats.Open("vqa-rad", [path], out _, [part]).Items.GroupBy(i => i.ImageId).Where(g => g.Count() == 2).Select(g => g.Key)];
        long[] test = Pictures("test-pictures"), train = Pictures("train-pictures");
        test.Should().NotIntersectWith(train);
        (test.Length + train.Length).Should().Be(200);
        test.Length.Should().BeInRange(20, 60, "a fifth, binomial");
    }

    [Fact]
    public void Rad_s_pictures_are_numbered_as_they_come_where_names_do_not_tell_them_apart()
    {
        string images = SmallSets.Pictures(_folder, "images", "a1.jpg", "b1.jpg");
        string path = _folder.Write("train.json",
            """[{"qid":1,"image_name":"a1.jpg","question":"A?","answer":"x"},{"qid":2,"image_name":"b1.jpg","question":"B?","answer":"y"}]""");
        DataFormats.Open("vqa-rad", [path, images], out _).Items.Select(i => (i.ImageId, i.ImageSource)).Should().Equal((1, "a1.jpg"), (2, "b1.jpg"));
    }
}
