namespace Ucam.Vqa.Tests.Datasets.Formats;

/// <summary>The smallest whole set of each format, laid out as its public files are; each returns the paths to give.</summary>
internal static class SmallSets
{
    /// <summary>The set of a format.</summary>
    public static string[] Make(string format, TemporaryFolder folder) => format switch
    {
        "vqa" => Vqa(folder),
        "vqa-cp" => VqaCp(folder),
        "vqa-hat" => VqaHat(folder),
        "vqa-x" => VqaX(folder),
        "clevr" => Clevr(folder),
        "gqa" => Gqa(folder),
        "nlvr" => Nlvr(folder),
        "vqa-rad" => VqaRad(folder),
        "slake" => Slake(folder),
        "daquar" => Daquar(folder),
        "csv" => Csv(folder),
        _ => throw new ArgumentException($"{format} has no small set; add one here."),
    };

    /// <summary>The formats whose files have no end mark, so that not every cut shows.</summary>
    public static IReadOnlyList<string> OfText { get; } = ["csv", "daquar"];

    public static TheoryData<string> Formats => [.. DataFormats.Names.Select(f => f.Name)];

    public const string VqaQuestions = """
        {"info":{"year":2014,"version":"2.0"},"task_type":"Open-Ended","data_type":"mscoco","license":{"name":"CC"},"data_subtype":"val2014","questions":[
        {"image_id":42,"question":"Is it red?","question_id":420},
        {"image_id":42,"question":"How many cats?","question_id":421},
        {"image_id":73,"question":"Что это?","question_id":730}]}
        """;

    public const string VqaAnnotations = """
        {"info":{},"license":{},"data_subtype":"val2014","annotations":[
        {"question_type":"is it","multiple_choice_answer":"yes","answers":[{"answer":"yes","answer_confidence":"yes","answer_id":1},{"answer":"no","answer_confidence":"maybe","answer_id":2}],"image_id":42,"answer_type":"yes/no","question_id":420},
        {"question_type":"how many","multiple_choice_answer":"2","answers":[{"answer":"2","answer_confidence":"yes","answer_id":1}],"image_id":42,"answer_type":"number","question_id":421},
        {"question_type":"none of the above","multiple_choice_answer":"cat","answers":[{"answer":"cat","answer_confidence":"yes","answer_id":1}],"image_id":73,"answer_type":"other","question_id":730}],"data_type":"mscoco"}
        """;

    public static string[] Vqa(TemporaryFolder folder) =>
    [
        folder.Write("v2_OpenEnded_mscoco_val2014_questions.json", VqaQuestions), folder.Write("v2_mscoco_val2014_annotations.json", VqaAnnotations),
        Pictures(folder, "val2014", "COCO_val2014_000000000042.jpg", "COCO_val2014_000000000073.jpg"),
    ];

    public static string[] VqaCp(TemporaryFolder folder) =>
    [
        folder.Write("vqacp_v2_test_questions.json", """
            [{"image_id":42,"question":"Is it red?","coco_split":"train2014","question_id":420},
            {"image_id":73,"question":"What is it?","coco_split":"val2014","question_id":730}]
            """),
        folder.Write("vqacp_v2_test_annotations.json", """
            [{"question_type":"is it","answers":[{"answer":"yes","answer_id":1}],"image_id":42,"answer_type":"yes/no","coco_split":"train2014","question_id":420},
            {"question_type":"what","answers":[{"answer":"cat","answer_id":1}],"image_id":73,"answer_type":"other","coco_split":"val2014","question_id":730}]
            """),
        Pictures(folder, "train2014", "COCO_train2014_000000000042.jpg"), Pictures(folder, "val2014", "COCO_val2014_000000000073.jpg"),
    ];

    public static string[] VqaHat(TemporaryFolder folder)
    {
        Grey(folder, "vqahat_val/420_1.png", 4, 4, (x, _) => x == 0 ? 255 : 0);
        Grey(folder, "vqahat_val/420_2.png", 4, 4, (_, y) => y == 3 ? 200 : 10);
        return [.. Vqa(folder), folder["vqahat_val"]];
    }

    public static string[] VqaX(TemporaryFolder folder) =>
        [.. Vqa(folder), folder.Write("val_exp_anno.json", """{"420": ["because it is red", "it looks \"red\""], "730": ["it has whiskers"]}""")];

    public static string[] Clevr(TemporaryFolder folder) =>
    [
        folder.Write("CLEVR_val_questions.json", """
            {"info":{"split":"val","license":"CC BY 4.0"},"questions":[
            {"image_index":0,"program":[{"inputs":[],"function":"scene","value_inputs":[]},{"inputs":[0],"function":"filter_color","value_inputs":["red"]},{"inputs":[1],"function":"unique","value_inputs":[]},
            {"inputs":[2],"function":"relate","value_inputs":["right"]},{"inputs":[3],"function":"count","value_inputs":[]}],
            "question_index":0,"image_filename":"CLEVR_val_000000.png","question_family_index":1,"split":"val","answer":"1","question":"How many things are right of the red one?"},
            {"image_index":0,"program":[{"inputs":[],"function":"scene","value_inputs":[]},{"inputs":[0],"function":"filter_shape","value_inputs":["cube"]},{"inputs":[1],"function":"exist","value_inputs":[]}],
            "question_index":1,"image_filename":"CLEVR_val_000000.png","question_family_index":2,"split":"val","answer":"yes","question":"Is there a cube?"}]}
            """),
        folder.Write("CLEVR_val_scenes.json", """
            {"info":{"split":"val"},"scenes":[{"image_index":0,"image_filename":"CLEVR_val_000000.png","split":"val","directions":{"right":[0.6,0.7,0.0]},
            "objects":[{"color":"red","size":"large","rotation":10.5,"shape":"cube","3d_coords":[1,2,0.7],"material":"rubber","pixel_coords":[120,160,10.5]},
            {"color":"blue","size":"small","rotation":3,"shape":"sphere","3d_coords":[-1,2,0.35],"material":"metal","pixel_coords":[360,160,10.5]}],
            "relationships":{"right":[[1],[]],"left":[[],[0]],"front":[[],[]],"behind":[[],[]]}}]}
            """),
        Pictures(folder, "images", "CLEVR_val_000000.png"),
    ];

    public static string[] Gqa(TemporaryFolder folder) =>
    [
        folder.Write("val_balanced_questions.json", """
            {"05515938": {"semantic": [{"operation":"select","dependencies":[],"argument":"wall (722332)"}], "entailed": [], "equivalent": ["05515938"], "question": "What is this bird called?",
            "imageId": "2405722", "isBalanced": true, "groups": {"global": "bird", "local": "10q-bird"}, "answer": "parrot", "semanticStr": "select: bird",
            "annotations": {"answer": {"0": "329774"}, "question": {"4": "329774"}, "fullAnswer": {"4": "329774"}}, "types": {"detailed": "categoryThis", "semantic": "cat", "structural": "query"}, "fullAnswer": "This is a parrot."},
            "12345": {"question": "Is there a cage?", "imageId": "n161313", "answer": "no", "annotations": {"answer": {}, "question": {}, "fullAnswer": {}}, "types": {"structural": "verify"}}}
            """),
        folder.Write("val_sceneGraphs.json", """
            {"2405722": {"width": 500, "objects": {"329774": {"name": "parrot", "h": 100, "w": 250, "y": 0, "x": 250, "attributes": ["green"], "relations": [{"object": "1", "name": "on"}]}}, "height": 200}}
            """),
        Pictures(folder, "images", "2405722.jpg", "n161313.jpg"),
    ];

    public static string[] Nlvr(TemporaryFolder folder) =>
    [
        folder.Write("dev.json", """
            {"sentence":"There is a yellow square.","label":"true","identifier":"1373-0","directory":"0","evals":{"r1":"true","r6":"True","r0":"false","r2":"true","r3":"nonsense"},"structured_rep":[[{"y_loc":80,"type":"square","color":"Yellow","x_loc":0,"size":20}],[],[]]}
            {"sentence":"All are black.","label":"false","identifier":"1373-1","directory":"1","evals":{"r1":"false","r6":"false","r0":"false","r2":"false","r3":"false"},"structured_rep":[[],[{"y_loc":0,"type":"circle","color":"Black","x_loc":90,"size":30}],[]]}
            """),
        Pictures(folder, "images", [.. Enumerable.Range(0, 6).SelectMany(k => new[] { $"0/dev-1373-0-{k}.png", $"1/dev-1373-1-{k}.png" })]),
    ];

    public static string[] VqaRad(TemporaryFolder folder) =>
    [
        folder.Write("VQA_RAD Dataset Public.json", """
            [{"qid_linked_id":"03f451ca","image_case_url":"https://x/1","image_name":"synpic54610.jpg","image_organ":"HEAD","evaluation":"not evaluated","question":"Are regions infarcted?","qid":"0","phrase_type":"freeform","question_type":"PRES","answer":"Yes","answer_type":"CLOSED"},
            {"image_name":"synpic29265.jpg","question":"How many lesions?","qid":1,"phrase_type":"test_freeform","question_type":"COUNT","answer":2,"answer_type":"OPEN"}]
            """),
        Pictures(folder, "VQA_RAD Image Folder", "synpic54610.jpg", "synpic29265.jpg"),
    ];

    public static string[] Slake(TemporaryFolder folder)
    {
        Grey(folder, "imgs/xmlab0/mask.png", 8, 4, (x, _) => x >= 2 ? 77 : 0);
        folder.Write("imgs/xmlab0/detection.json", """[{"Liver": [4.0, 0.0, 4.0, 2.0]}, {"Lung": [0, 0, 2, 4]}]""");
        return
        [
            folder.Write("test.json", """
                [{"img_id":0,"img_name":"xmlab0/source.jpg","question":"Does the picture contain the liver?","answer":"Yes","q_lang":"en","location":"Abdomen","modality":"MRI","answer_type":"CLOSED","base_type":"vqa","content_type":"Organ","triple":["vhead","_","_"],"qid":9835},
                {"img_id":0,"img_name":"xmlab0/source.jpg","question":"这是什么?","answer":"腹部","q_lang":"zh","answer_type":"OPEN","content_type":"Position","qid":9836}]
                """),
            Pictures(folder, "imgs", [(8, 4)], "xmlab0/source.jpg"),
        ];
    }

    public const string DaquarPairs = """
        what is under the lamp in the image12 ?
        table
        how many chairs are left of the image3 behind the desk in the image3 ?
        2
        what is on the shelf in this image12?
        vase, book, garbage_bin, book
        what is on the right side of the image3 ?
        garbage_bin

        """;

    public static string[] Daquar(TemporaryFolder folder) =>
    [
        folder.Write("all_qa_pairs.txt", DaquarPairs), folder.Write("train_images_list.txt", "image12\r\n"),
        folder.Write("test_images_list.txt", "image3\n"), Pictures(folder, "images", "image3.jpg", "image12.jpg"),
    ];

    public static string[] Csv(TemporaryFolder folder) =>
    [
        folder.Write("my.csv",
            "\uFEFFimage,question,answers,note\r\na.png,\"What, exactly, is \"\"it\"\"?\",cat | dog|cat,x\r\nb.png,Two?,2,\"two\nlines\"\r\n"),
        Pictures(folder, "pictures", "a.png", "b.png"),
    ];

    public static string Pictures(TemporaryFolder folder, string below, params string[] names) => Pictures(folder, below, [(48, 40)], names);

    private static string Pictures(TemporaryFolder folder, string below, (int Width, int Height)[] sizes, params string[] names)
    {
        foreach (string name in names)
        {
            string path = Path.Combine(folder[below], name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            (int width, int height) = sizes[0];
            new Picture(width, height, [.. Enumerable.Range(0, width * height * 3).Select(i => (byte)(i % 251))]).SavePng(path);
        }
        return folder[below];
    }

    private static void Grey(TemporaryFolder folder, string name, int width, int height, Func<int, int, int> value)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        new Picture(width, height,
            [.. Enumerable.Range(0, width * height * 3).Select(i => (byte)value(i / 3 % width, i / 3 / width))]).SavePng(folder[name]);
    }
}
