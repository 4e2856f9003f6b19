using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Vqa.Tests.Datasets.Formats;

/// <summary>What a file says is kept as it is, and what it does not say is not made up.</summary>
public sealed class FaithfulReadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Where the first answer stands in the small set of each format that has plain ones.</summary>
    private static (string File, string Answer) FirstAnswer(string format) => format switch
    {
        "vqa" or "vqa-hat" or "vqa-x" => ("v2_mscoco_val2014_annotations.json", "\"answer\":\"2\""),
        "vqa-cp" => ("vqacp_v2_test_annotations.json", "\"answer\":\"yes\""),
        "clevr" => ("CLEVR_val_questions.json", "\"answer\":\"1\""),
        "gqa" => ("val_balanced_questions.json", "\"answer\": \"parrot\""),
        "vqa-rad" => ("VQA_RAD Dataset Public.json", "\"answer\":\"Yes\""),
        "slake" => ("test.json", "\"answer\":\"Yes\""),
        _ => throw new ArgumentException(format),
    };

    private FileSet With(string format, string json, out DataReport report)
    {
        string[] paths = SmallSets.Make(format, _folder);
        (string file, string answer) = FirstAnswer(format);
        string text = File.ReadAllText(_folder[file]);
        text.Should().Contain(answer);
        File.WriteAllText(_folder[file], text.Replace(answer, $"\"answer\": {json}"));
        return DataFormats.Open(format, paths, out report);
    }

    public static TheoryData<string, string> Blanks => new MatrixTheoryData<string, string>(
        ["vqa", "vqa-cp", "clevr", "gqa", "vqa-rad", "slake"], ["\"\"", "\" \\t\\n\"", "\"\\u00a0\\u200b\"", "null"]);

    [Theory]
    [MemberData(nameof(Blanks))]
    public void A_blank_answer_is_a_question_without_an_answer(string format, string json)
    {
        FileSet set = With(format, json, out DataReport report);
        report.Counts.Should().Equal((DataIssueKind.NoAnswers, 1));
        report.Usable.Should().Be(report.Questions - 1);
        set.Items.SelectMany(i => i.Answers).Should().NotBeEmpty().And.OnlyContain(a => a.Trim().Length > 0);
    }

    [Fact]
    public void A_set_whose_only_answer_is_blank_has_no_usable_question()
    {
        string[] paths = SmallSets.Slake(_folder);
        File.WriteAllText(paths[0],
            """[{"img_id":9,"img_name":"xmlab0/source.jpg","question":"Is a kidney to be seen?","answer":"","q_lang":"en","answer_type":"OPEN","qid":1}]""");
        DataFormats.Open("slake", paths, out DataReport report);
        report.Issues.Should().ContainSingle(i => i.Kind == DataIssueKind.NoAnswers).Which.Message.Should().Contain("[0].answer")
            .And.Contain("blank");
        report.Usable.Should().Be(0);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("the")]
    public void An_answer_that_normalising_leaves_nothing_of_is_none_to_train_on_and_stays_one_to_test(string answer)
    {
        string[] paths = SmallSets.Vqa(_folder);
        File.WriteAllText(paths[1],
            File.ReadAllText(paths[1]).Replace("\"answer\":\"yes\"", $"\"answer\":\"{answer}\"").Replace("\"answer\":\"no\"",
            $"\"answer\":\"{answer}\""));
        DataFormats.Open("vqa", paths, out DataReport tested);
        tested.IsWhole.Should().BeTrue();
        DataFormats.OpenToTrain("vqa", paths, out DataReport report);
        report.Usable.Should().BeLessThan(tested.Usable);
        report.Issues.Should().Contain(i => i.Kind == DataIssueKind.NoAnswers && i.Detail.Contains("normalised"));
    }

    [Fact]
    public void Such_an_answer_among_others_counts_as_one_of_those_given()
    {
        string[] paths = SmallSets.Vqa(_folder);
        File.WriteAllText(paths[1], File.ReadAllText(paths[1]).Replace("\"answer\":\"no\"", "\"answer\":\"the\""));
        DataFormats.OpenToTrain("vqa", paths, out DataReport report).Items[0].Answers.Should().Contain("the");
        report.IsWhole.Should().BeTrue();
    }

    [Fact]
    public void Blank_answers_among_others_are_left_out_with_a_note()
    {
        string[] paths = SmallSets.Vqa(_folder);
        File.WriteAllText(paths[1], File.ReadAllText(paths[1]).Replace("\"answer\":\"no\"", "\"answer\":\" \""));
        FileSet set = DataFormats.Open("vqa", paths, out DataReport report);
        set.Items[0].Answers.Should().Equal("yes");
        report.Notes.Should().Contain("1 blank answers are left out");
        paths = SmallSets.Nlvr(_folder);
        File.WriteAllText(paths[0], File.ReadAllText(paths[0]).Replace("\"nonsense\"", "null"));
        DataFormats.Open("nlvr", paths, out report).Items[0].Answers.Should().Equal("true", "true", "false", "true");
        report.Notes.Should().Contain("6 blank answers are left out");
    }

    [Theory]
    [InlineData("clevr", "true", "yes")]
    [InlineData("clevr", "false", "no")]
    [InlineData("clevr", "\"True\"", "yes")]
    [InlineData("clevr", "\"False\"", "no")]
    [InlineData("clevr", "3", "3")]
    [InlineData("gqa", "true", "yes")]
    [InlineData("slake", "false", "no")]
    [InlineData("vqa-rad", "true", "yes")]
    public void Truth_values_are_yes_and_no_and_numbers_stay(string format, string json, string expected) =>
        With(format, json, out _).Items.SelectMany(i => i.Answers).Should().Contain(expected).And.NotContain("true").And.NotContain("false");

    [Fact]
    public void Open_and_closed_of_the_medical_sets_stay_answer_types()
    {
        string[] rad = SmallSets.VqaRad(_folder);
        File.WriteAllText(rad[0], File.ReadAllText(rad[0]).Replace("\"CLOSED\"", "\"CLOSED \""));
        DataFormats.Open("vqa-rad", rad, out _).Items.Select(i => i.AnswerType).Should().Equal("CLOSED", "OPEN");
        DataFormats.Open("slake", SmallSets.Slake(_folder), out _).Items.Select(i => i.AnswerType).Should().Equal("CLOSED", "OPEN");
    }

    [Fact]
    public void Maps_that_are_empty_or_no_PNG_are_issues_and_their_questions_have_no_map()
    {
        string[] paths = SmallSets.VqaHat(_folder);
        string maps = _folder["vqahat_val"];
        new Picture(4, 4, new byte[48]).SavePng(Path.Combine(maps, "730_1.png"));
        File.Copy(Path.Combine(maps, "420_1.png"), Path.Combine(maps, "421_1.jpg"));
        File.Copy(Path.Combine(maps, "420_1.png"), Path.Combine(maps, "map of 421.png"));
        File.WriteAllText(Path.Combine(maps, "421_2.png"), "version https://git-lfs.github.com/spec/v1\n");
        FileSet set = DataFormats.Open("vqa-hat", paths, out DataReport report);
        set.Items.Select(i => i.QuestionId).Should().Equal(420);
        set.PeopleMaps(0, 2, 2).Should().HaveCount(2);
        report.Counts.Should().Contain((DataIssueKind.UnusableMap, 4));
        report.Issues.Where(i => i.Kind == DataIssueKind.UnusableMap).Select(i => i.Message).Should().SatisfyRespectively(
            m => m.Should().Contain("421_1.jpg").And.Contain("not a PNG"), m => m.Should().Contain("map of 421.png").And.Contain("QUESTION_PERSON"),
            m => m.Should().Contain("421_2.png").And.Contain("Git LFS"), m => m.Should().Contain("730_1.png").And.Contain("empty"));
    }

    [Fact]
    public void Ids_that_are_texts_stay_texts_through_an_import()
    {
        FileSet gqa = DataFormats.Open("gqa", SmallSets.Gqa(_folder), out _);
        gqa.Items.Select(i => (i.QuestionId, i.Source, i.ImageSource)).Should().Equal((5515938, "05515938", "2405722"), (12345, null, "n161313"));
        VqaExporter.Export(gqa, _folder["out"], "gqa", cancel: TestContext.Current.CancellationToken);
        VqaDirectorySet read =
            VqaDirectorySet.Open(_folder["out/gqa_questions.json"], _folder["out/gqa_annotations.json"], _folder["out/images/gqa"]);
        read.Items.Select(i => (i.QuestionId, i.Source, i.ImageSource))
            .Should().Equal(gqa.Items.Select(i => (i.QuestionId, i.Source, i.ImageSource)));
    }

    [Fact]
    public void Ids_that_are_other_texts_of_the_same_number_are_other_questions()
    {
        string[] ids = ["7", "007", "q17", "99999999999999999999", "99999999999999999998"];
        string table =
            _folder.Write("my.csv", "question_id,image,question,answer\n" + string.Concat(ids.Select(id => $"{id},a.png,What is it?,cat\n")));
        FileSet set = DataFormats.Open("csv", [table, SmallSets.Pictures(_folder, "pictures", "a.png")], out DataReport report);
        report.IsWhole.Should().BeTrue();
        set.Items.Select(i => i.Source ?? $"{i.QuestionId}").Should().Equal(ids);
        set.Items.Select(i => i.QuestionId).Should().OnlyHaveUniqueItems().And.OnlyContain(id => id > 0 && id < 1L << 53);
    }

    [Fact]
    public void Questions_and_annotations_are_joined_by_ids_that_are_texts_or_written_as_fractions()
    {
        string[] paths = SmallSets.Vqa(_folder);
        File.WriteAllText(paths[0], File.ReadAllText(paths[0]).Replace(":420}", ":\"a/420\"}"));
        File.WriteAllText(paths[1], File.ReadAllText(paths[1]).Replace(":420}", ":\"a/420\"}").Replace(":421}", ":421.0}"));
        FileSet set = DataFormats.Open("vqa", paths, out DataReport report);
        report.IsWhole.Should().BeTrue();
        (set.Items[0].Source, set.Items[0].Answers[0], set.Items[1].QuestionId).Should().Be(("a/420", "yes", 421));
    }

    [Fact]
    public void People_without_ids_of_their_own_are_noted_since_the_official_evaluation_cannot_tell_them_apart()
    {
        string[] paths = SmallSets.Vqa(_folder);
        DataFormats.Open("vqa", paths, out DataReport report);
        report.Notes.Should().Equal("asked whether they were sure of their answers, people said: yes 3, maybe 1");
        File.WriteAllText(paths[1],
            File.ReadAllText(paths[1]).Replace("\"answer_confidence\":\"maybe\",\"answer_id\":2", "\"answer_id\":1.0,\"answer_confidence\":\"yes\""));
        DataFormats.Open("vqa", paths, out report);
        report.Notes.Should().ContainSingle().Which.Should().StartWith("in 1 questions").And.Contain("answer_id");
    }
}
