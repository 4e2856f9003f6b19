namespace Ucam.Vqa.Tests.Datasets.Formats;

/// <summary>What each format makes of its fields.</summary>
public sealed class FormatValuesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private FileSet Open(string format, params string[] parts) =>
        DataFormats.Open(format, SmallSets.Make(format, _folder), out _, parts.Length == 0 ? null : parts);

    private static double[] Row(float[,]? cells, int row) => [.. Enumerable.Range(0, cells!.GetLength(1)).Select(c => (double)cells[row, c])];

    [Fact]
    public void Vqa_takes_several_files_and_a_split_without_answers()
    {
        string[] val = SmallSets.Vqa(_folder);
        string test = _folder.Write("test_questions.json", """{"questions":[{"question_id":9,"image_id":42,"question":"And this?"}]}""");
        DataFormats.Open("vqa", [test, val[2]], out DataReport bare).IsLabelled.Should().BeFalse();
        bare.IsWhole.Should().BeTrue();
        string more = _folder.Write("test_annotations.json", """{"annotations":[{"question_id":9,"image_id":42,"multiple_choice_answer":"no"}]}""");
        FileSet both = DataFormats.Open("vqa", [.. val, test, more], out DataReport report);
        (both.Items.Count, both.PictureCount, report.Answers, report.IsWhole).Should().Be((4, 2, 5L, true));
        both.Items[3].Answers.Should().Equal("no");
        both.Name.Should().Be("v2_OpenEnded_mscoco_val2014");
    }

    [Fact]
    public void Every_kind_of_issue_of_a_vqa_set_is_listed_with_its_place()
    {
        string[] paths = SmallSets.Vqa(_folder);
        _folder.Write("v2_OpenEnded_mscoco_val2014_questions.json", """
            {"questions":[{"image_id":42,"question":"Is it red?","question_id":420},{"image_id":42,"question":"Again?","question_id":420},
            {"image_id":5,"question":"Where is it?","question_id":50},{"image_id":73,"question":"?!","question_id":731},{"image_id":73,"question":"Unanswered?","question_id":732},
            {"image_id":73,"question":"Twice?","question_id":733},{"image_id":73,"question":"Other?","question_id":734},{"image_id":73,"question":"Good?","question_id":735}]}
            """);
        _folder.Write("v2_mscoco_val2014_annotations.json", """
            {"annotations":[{"question_id":420,"answers":[{"answer":"yes"}]},{"question_id":50,"answers":[{"answer":"yes"}]},{"question_id":731,"answers":[{"answer":"yes"}]},
            {"question_id":733,"answers":[{"answer":"yes"}]},{"question_id":733,"answers":[{"answer":"no"}]},{"question_id":734,"image_id":42,"answers":[{"answer":"yes"}]},
            {"question_id":735,"answers":[{"answer":"yes"}]},{"question_id":999,"answers":[{"answer":"yes"}]}]}
            """);
        SmallSets.Pictures(_folder, "val2014", "COCO_val2014_000000000099.png");
        FileSet set = DataFormats.Open("vqa", paths, out DataReport report);
        set.Items.Select(i => i.QuestionId).Should().Equal(420, 735);
        report.Issues.Select(i => (i.Kind, i.Field)).Should().BeEquivalentTo(
        [
            (DataIssueKind.DuplicateQuestion, "questions[1].question_id"), (DataIssueKind.MissingPicture, "questions[2].image_id"),
                (DataIssueKind.EmptyQuestion, "questions[3].question"),
            (DataIssueKind.NoAnswers, "question_id"), (DataIssueKind.DuplicateAnswers, "annotations[4].question_id"),
                (DataIssueKind.OtherPicture, "annotations[5].image_id"),
            (DataIssueKind.AnswersWithoutQuestion, "annotations[7].question_id"), (DataIssueKind.UnusedPicture, ""),
        ]);
        (report.Questions, report.Usable).Should().Be((8, 2));
        report.Issues.Should().OnlyContain(i => i.Message.StartsWith(i.File) && i.Message.EndsWith('.'));
    }

    [Fact]
    public void Vqa_cp_has_the_coco_splits_as_parts()
    {
        Open("vqa-cp").Items.Select(i => i.Answers[0]).Should().Equal("yes", "cat");
        DataFormats.Open("vqa-cp", SmallSets.VqaCp(_folder), out DataReport report, ["val2014"]).Items.Single().QuestionId.Should().Be(730);
        report.Notes.Single().Should().Contain("1 questions belong to other parts");
        var open = () => Open("vqa-cp", "test");
        open.Should().Throw<UcamException>().WithMessage("*'test'*train2014, val2014*");
    }

    [Fact]
    public void Hat_keeps_the_questions_with_maps_and_says_how_many_have_none()
    {
        FileSet set = DataFormats.Open("vqa-hat", SmallSets.VqaHat(_folder), out DataReport report);
        set.Items.Single().QuestionId.Should().Be(420);
        report.Notes.Should().Equal("asked whether they were sure of their answers, people said: yes 3, maybe 1",
            "2 questions have no map and are left out");
        IReadOnlyList<float[,]> maps = set.PeopleMaps(0, 4, 4);
        maps.Should().HaveCount(2);
        for (int r = 0; r < 4; r++) Row(maps[0], r).ShouldBeNear([0.25, 0, 0, 0], 1e-6);
        maps[1].Cast<float>().Sum().Should().BeApproximately(1, 1e-5f);
        maps[1][3, 0].Should().BeApproximately(200f / (4 * 200 + 12 * 10), 1e-5f);
    }

    [Fact]
    public void A_map_of_an_unknown_question_is_an_issue()
    {
        string[] paths = SmallSets.VqaHat(_folder);
        File.Copy(_folder["vqahat_val/420_1.png"], _folder["vqahat_val/999_1.png"]);
        DataFormats.Open("vqa-hat", paths, out DataReport report);
        report.Counts.Should().Contain((DataIssueKind.UnknownId, 1));
    }

    [Fact]
    public void X_keeps_every_explanation()
    {
        FileSet set = Open("vqa-x");
        set.Items.Select(i => i.QuestionId).Should().Equal(420, 730);
        set.Items[0].Explanations.Should().Equal("because it is red", "it looks \"red\"");
    }

    [Fact]
    public void Clevr_takes_the_objects_the_program_ends_on_as_the_region()
    {
        FileSet set = Open("clevr");
        set.Items.Select(i => (i.QuestionType, i.AnswerType, i.ImageId)).Should().Equal(("count", "number", 0), ("exist", "yes/no", 0));
        float[,] counted = set.Region(0, 1, 2)!, cube = set.Region(1, 1, 2)!;
        // 525 pixels of focal length at a distance of 10.5: the small sphere spans 35 pixels, the large cube 70.
        Row(counted, 0).ShouldBeNear([0, 35.0 * 35 / (240 * 320)], 1e-5);
        Row(cube, 0).ShouldBeNear([70.0 * 70 / (240 * 320), 0], 1e-5);
    }

    [Fact]
    public void Clevr_without_scenes_has_no_regions_and_a_missing_scene_is_an_issue()
    {
        string[] paths = SmallSets.Clevr(_folder);
        DataFormats.Open("clevr", [paths[0], paths[2]], out _).HasRegions.Should().BeFalse();
        File.WriteAllText(paths[1], File.ReadAllText(paths[1]).Replace("CLEVR_val_000000", "CLEVR_val_000001"));
        DataFormats.Open("clevr", paths, out DataReport report);
        report.Counts.Should().Equal((DataIssueKind.UnknownId, 2));
        report.IsWhole.Should().BeTrue();
    }

    [Fact]
    public void Gqa_takes_linked_objects_as_the_region()
    {
        FileSet set = Open("gqa");
        set.Items.Select(i => (i.QuestionId, i.QuestionType, i.ImageSource))
            .Should().Equal((5515938, "query", "2405722"), (12345, "verify", "n161313"));
        Row(set.Region(0, 2, 2), 0).Should().Equal(0, 1);
        Row(set.Region(0, 2, 2), 1).Should().Equal(0, 0);
        set.Region(1, 2, 2).Should().BeNull();
    }

    [Fact]
    public void Nlvr_has_a_question_for_every_order_of_the_boxes_with_all_verdicts()
    {
        FileSet set = Open("nlvr");
        set.Items.Should().HaveCount(12);
        set.Items[2].QuestionId.Should().Be(1373002);
        set.Items[0].Answers.Should().Equal("true", "true", "false", "true", "nonsense");
        set.Items.Select(i => i.ImageId).Should().Equal(Enumerable.Range(1, 12).Select(i => (long)i));
        // The square is in the first box: at the left in orders 0 and 1, in the middle in 2 and 4, at the right in 3 and 5.
        int[] places = [.. Enumerable.Range(0, 6).Select(k => Array.FindIndex(Row(set.Region(k, 1, 8), 0), share => share > 0))];
        places.Should().Equal(0, 0, 3, 6, 3, 6);
        set.Region(0, 5, 20)![4, 0].Should().BeApproximately(1, 1e-5f);
        DataFormats.Open("nlvr", SmallSets.Nlvr(_folder), out DataReport report, ["1"]).Items.Should().HaveCount(6);
        report.Issues.Should().BeEmpty("pictures of another part are not unused");
    }

    [Fact]
    public void An_object_that_leaves_its_box_is_cut_off_at_its_edge()
    {
        float[,] region = Open("nlvr").Region(6, 10, 40)!;
        // The circle of the second box begins at 150 + 90 and would reach 270; the box ends at 250.
        Row(region, 0).Select((share, c) => (share, c)).Where(s => s.share > 1e-4).Select(s => s.c).Should().Equal(24);
    }

    [Fact]
    public void How_sure_people_said_to_be_is_kept_with_their_answers()
    {
        FileSet set = DataFormats.Open("vqa", SmallSets.Vqa(_folder), out DataReport report);
        set.Items[0].AnswerConfidences.Should().Equal("yes", "maybe");
        report.Notes.Should().Equal("asked whether they were sure of their answers, people said: yes 3, maybe 1");
        string annotations = _folder["v2_mscoco_val2014_annotations.json"];
        File.WriteAllText(annotations, File.ReadAllText(annotations).Replace("\"answer\":\"yes\"", "\"answer\":\" \""));
        DataFormats.Open("vqa", [annotations, _folder["v2_OpenEnded_mscoco_val2014_questions.json"]], out _).Items[0].AnswerConfidences
            .Should().Equal(["maybe"], "a blank answer goes with its person");
        File.WriteAllText(annotations, File.ReadAllText(annotations).Replace("\"answer_confidence\":\"maybe\",", ""));
        DataFormats.Open("vqa", [annotations, _folder["v2_OpenEnded_mscoco_val2014_questions.json"]], out report).Items[0].AnswerConfidences
            .Should().BeNull("one person was not asked");
        report.Notes.Should().NotContain(note => note.Contains("sure"));
    }

    [Fact]
    public void Slake_narrows_the_mask_to_the_organ_that_is_named()
    {
        FileSet set = Open("slake");
        float[,] named = set.Region(0, 4, 8)!, all = set.Region(1, 4, 8)!;
        for (int r = 0; r < 4; r++)
        {
            Row(named, r).Should().Equal(r < 2 ? [0, 0, 0, 0, 1, 1, 1, 1] : new double[8]);
            Row(all, r).Should().Equal(0, 0, 1, 1, 1, 1, 1, 1);
        }
        Open("slake", "zh").Items.Single().Answers.Should().Equal("腹部");
    }

    [Fact]
    public void A_table_has_quotes_line_breaks_and_several_answers()
    {
        FileSet set = Open("csv");
        set.Items.Select(i => (i.QuestionId, i.Question)).Should().Equal((1, "What, exactly, is \"it\"?"), (2, "Two?"));
        set.Items[0].Answers.Should().Equal("cat", "dog", "cat");
        set.Items[1].AnswerType.Should().Be("number");
    }

    [Fact]
    public void A_folder_gives_its_files_and_its_pictures()
    {
        SmallSets.Vqa(_folder);
        DataFormats.Open("vqa", [_folder.Path, _folder["val2014"]], out DataReport report).Items.Should().HaveCount(3);
        report.Counts.Should().NotContain(c => c.Kind == DataIssueKind.MissingPicture);
    }
}
