namespace Generalization.Imaging.ImageNet;

/// <summary>How ImageNet's files lie in a folder.</summary>
public enum ImageNetLayout
{
    /// <summary>train/WORDNET_ID/*.JPEG, and val the same or all pictures in one folder with a text file of their classes.</summary>
    Folders,

    /// <summary>Kaggle's: ILSVRC/Data/CLS-LOC/train and val, LOC_synset_mapping.txt and LOC_val_solution.csv.</summary>
    Kaggle,

    /// <summary>The publisher's: ILSVRC2012_img_train.tar, an archive of an archive for each class, and ILSVRC2012_img_val.tar with a text
    /// file of its pictures' classes.</summary>
    Tars,

    /// <summary>Hugging Face's: train-*.parquet and validation-*.parquet, which may lie in data. To get at one picture its row group is
    /// unpacked, some hundred of them: for a training, unpack them into folders.</summary>
    Parquet,
}
