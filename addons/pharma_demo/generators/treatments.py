"""What customers take: long treatments by age, short illnesses by season, assortments by partner.

Names are external ids of ``data/product.template.csv`` without ``product_``.
"""

from collections import namedtuple

# weight: how common; age: the youngest; gender: only these, or None; group: customer group
Treatment = namedtuple('Treatment', ['weight', 'age', 'gender', 'group', 'products'])
# months: when it is in season, else rare; products: (name, days of treatment, 0: one pack)
Illness = namedtuple('Illness', ['weight', 'months', 'products'])

WINTER = (11, 12, 1, 2)
SPRING = (2, 3, 4)
SUMMER = (5, 6, 7, 8)
RAINY = (8, 9, 10)
ALWAYS = tuple(range(1, 13))


def _treatment(weight, age, gender, group, *products):
    return Treatment(weight, age, gender, group, products)


TREATMENTS = [
    # high blood pressure
    _treatment(6, 45, None, 'hypertension', 'amlodipine_5'),
    _treatment(5, 45, None, 'hypertension', 'losartan_50', 'atorvastatin_20'),
    _treatment(4, 50, None, 'hypertension', 'telmisartan_40', 'amlodipine_5'),
    _treatment(4, 50, None, 'hypertension', 'perindopril_5', 'indapamide_15'),
    _treatment(4, 48, None, 'hypertension', 'losartan_hydrochlorothiazide'),
    _treatment(3, 55, None, 'hypertension', 'amlodipine_valsartan', 'rosuvastatin_10'),
    _treatment(3, 50, None, 'hypertension', 'irbesartan_150', 'nebivolol_5'),
    _treatment(2, 60, None, 'hypertension', 'nifedipine_30', 'aspirin_81'),
    _treatment(2, 60, None, 'hypertension', 'lisinopril_10', 'felodipine_5'),
    _treatment(2, 50, None, 'hypertension', 'candesartan_8'),
    _treatment(2, 50, None, 'hypertension', 'valsartan_80', 'simvastatin_20'),
    # heart and vessels
    _treatment(4, 55, None, 'hypertension', 'bisoprolol_5', 'atorvastatin_20', 'clopidogrel_75'),
    _treatment(3, 60, None, 'loyal', 'isosorbide_30', 'trimetazidine_35', 'aspirin_81'),
    _treatment(2, 55, None, 'loyal', 'metoprolol_50', 'ticagrelor_90', 'rosuvastatin_10'),
    _treatment(2, 65, None, 'loyal', 'furosemide_40', 'spironolactone_25', 'digoxin_025'),
    _treatment(2, 65, None, None, 'amiodarone_200', 'rivaroxaban_20'),
    _treatment(2, 60, None, None, 'warfarin_2', 'bisoprolol_5'),
    _treatment(1, 60, None, None, 'acenocoumarol_4', 'carvedilol_625'),
    _treatment(2, 40, None, None, 'fenofibrate_200', 'ezetimibe_10'),
    # diabetes
    _treatment(6, 45, None, 'diabetes', 'metformin_500', 'gliclazide_30'),
    _treatment(4, 45, None, 'diabetes', 'metformin_850', 'sitagliptin_50'),
    _treatment(4, 50, None, 'diabetes', 'metformin_xr_1000', 'dapagliflozin_10'),
    _treatment(3, 50, None, 'diabetes', 'gliclazide_60', 'metformin_850', 'losartan_50'),
    _treatment(3, 55, None, 'diabetes', 'insulin_mix', 'syringes_1ml', 'test_strips'),
    _treatment(3, 50, None, 'diabetes', 'insulin_glargine', 'metformin_500', 'pen_needles'),
    _treatment(2, 50, None, 'diabetes', 'metformin_glibenclamide', 'acarbose_50'),
    _treatment(2, 50, None, 'diabetes', 'linagliptin_5', 'glimepiride_2'),
    _treatment(1, 40, None, 'diabetes', 'liraglutide_pen', 'empagliflozin_10'),
    # nerves and mind
    _treatment(2, 18, None, None, 'levetiracetam_500'),
    _treatment(2, 16, None, None, 'valproate_500', 'folic_acid_5'),
    _treatment(1, 20, None, None, 'carbamazepine_200'),
    _treatment(2, 65, None, None, 'donepezil_5', 'memantine_10'),
    _treatment(2, 62, None, None, 'levodopa_carbidopa', 'pramipexole_025'),
    _treatment(2, 25, None, None, 'sertraline_50'),
    _treatment(2, 25, None, None, 'escitalopram_10', 'zolpidem_10'),
    _treatment(2, 50, None, None, 'pregabalin_75', 'vitamin_b_complex'),
    _treatment(1, 25, None, None, 'quetiapine_100'),
    # lungs
    _treatment(3, 8, None, None, 'budesonide_formoterol', 'salbutamol_inhaler'),
    _treatment(3, 60, 'male', 'loyal', 'tiotropium_inhaler', 'salbutamol_inhaler'),
    _treatment(2, 30, None, None, 'fluticasone_salmeterol', 'montelukast_10'),
    _treatment(2, 4, None, None, 'montelukast_4', 'budesonide_nasal'),
    # joints and bones
    _treatment(3, 55, None, 'loyal', 'glucosamine_1500', 'calcium_d3'),
    _treatment(3, 58, 'female', 'loyal', 'alendronic_70', 'calcium_d3'),
    _treatment(3, 35, 'male', None, 'allopurinol_300', 'colchicine_1'),
    _treatment(2, 35, 'male', None, 'febuxostat_40'),
    _treatment(1, 35, 'female', None, 'methotrexate_25', 'folic_acid_5', 'prednisolone_5'),
    # kidney, prostate, bladder
    _treatment(2, 50, None, None, 'ketoanalogues', 'calcium_acetate_667', 'irbesartan_300'),
    _treatment(1, 50, None, None, 'sevelamer_800', 'alfacalcidol_025', 'epoetin_4000'),
    _treatment(4, 58, 'male', 'loyal', 'tamsulosin_04', 'dutasteride_05'),
    _treatment(2, 60, 'male', None, 'alfuzosin_10', 'finasteride_5'),
    _treatment(2, 45, 'female', None, 'solifenacin_5'),
    # liver, stomach, blood
    _treatment(3, 30, None, None, 'tenofovir_300', 'silymarin_140'),
    _treatment(2, 30, None, None, 'entecavir_05'),
    _treatment(2, 30, None, None, 'esomeprazole_40', 'mebeverine_200'),
    _treatment(2, 40, None, None, 'ursodeoxycholic_300'),
    _treatment(2, 20, 'female', None, 'ferrous_folic', 'milk_pregnancy'),
    # eyes
    _treatment(3, 50, None, None, 'timolol_05', 'latanoprost_drops'),
    _treatment(2, 55, None, None, 'dorzolamide_timolol', 'lutein'),
    _treatment(2, 40, None, None, 'sodium_hyaluronate_drops'),
    # family planning, supplements, nutrition
    _treatment(5, 20, 'female', None, 'ethinylestradiol_levonorgestrel'),
    _treatment(3, 20, 'female', None, 'drospirenone_ee'),
    _treatment(2, 25, 'female', None, 'multivitamin_adult', 'collagen_powder'),
    _treatment(2, 50, None, 'loyal', 'milk_senior', 'fish_oil'),
    _treatment(2, 50, None, 'diabetes', 'milk_diabetes', 'metformin_500'),
    _treatment(1, 70, None, 'loyal', 'adult_diapers', 'milk_surgery'),
]

ILLNESSES = [
    Illness(6, WINTER, [('paracetamol_500', 0), ('loratadine_10', 7), ('ambroxol_30', 5)]),
    Illness(4, WINTER, [('amoxiclav_625', 7), ('acetylcysteine_200', 5)]),
    Illness(3, WINTER, [('oseltamivir_75', 5), ('paracetamol_650', 0)]),
    Illness(3, WINTER, [('cefuroxime_500', 7), ('benzydamine_spray', 0)]),
    Illness(2, WINTER, [('azithromycin_500', 3), ('dextromethorphan_15', 5)]),
    Illness(3, WINTER, [('paracetamol_syrup', 0), ('ginger_syrup', 0), ('thermometer', 0)]),
    Illness(4, SPRING, [('desloratadine_5', 20), ('fluticasone_nasal', 0)]),
    Illness(3, SPRING, [('fexofenadine_180', 10), ('olopatadine_drops', 0)]),
    Illness(4, SUMMER, [('ors_sachet', 0), ('diosmectite_3g', 0), ('probiotic', 0)]),
    Illness(3, SUMMER, [('ciprofloxacin_500', 5), ('loperamide_2', 0)]),
    Illness(2, SUMMER, [('sunscreen', 0), ('moisturizer', 0)]),
    Illness(3, RAINY, [('paracetamol_500_eff', 0), ('ors_sachet', 0), ('ascorbic_500', 10)]),
    Illness(3, RAINY, [('tobramycin_drops', 0), ('sodium_chloride_drops', 0)]),
    Illness(4, ALWAYS, [('omeprazole_20', 30), ('aluminium_magnesium', 0)]),
    Illness(3, ALWAYS, [('ibuprofen_400', 5), ('eperisone_50', 7)]),
    Illness(3, ALWAYS, [('meloxicam_75', 10), ('diclofenac_gel', 0)]),
    Illness(2, ALWAYS, [('celecoxib_200', 10), ('knee_support', 0)]),
    Illness(2, ALWAYS, [('cefixime_200', 7), ('alphachymotrypsin', 5)]),
    Illness(2, ALWAYS, [('amoxicillin_500', 7), ('metronidazole_250', 7)]),
    Illness(
        2, ALWAYS, [('pantoprazole_40', 30), ('amoxicillin_500', 14), ('levofloxacin_500', 14)]
    ),
    Illness(2, ALWAYS, [('albendazole_400', 0)]),
    Illness(2, ALWAYS, [('aciclovir_400', 5), ('aciclovir_cream', 0)]),
    Illness(2, ALWAYS, [('betahistine_16', 20), ('flunarizine_5', 20)]),
    Illness(2, ALWAYS, [('paracetamol_codeine', 5)]),
    Illness(2, ALWAYS, [('xylometazoline_spray', 0), ('sea_water_spray', 0)]),
    Illness(2, ALWAYS, [('fish_oil', 0), ('zinc_gluconate_70', 30)]),
    Illness(2, ALWAYS, [('plasters', 0), ('gauze', 0), ('alcohol_70', 0)]),
    Illness(2, ALWAYS, [('masks', 0), ('covid_test', 0)]),
    Illness(1, ALWAYS, [('bp_monitor', 0)]),
    Illness(1, ALWAYS, [('glucometer', 0), ('lancets', 0)]),
    Illness(1, ALWAYS, [('levonorgestrel_15', 0)]),
    Illness(2, ALWAYS, [('milk_infant_1', 0), ('baby_wash', 0)]),
    Illness(1, ALWAYS, [('tranexamic_500', 5)]),
    Illness(1, ALWAYS, [('ofloxacin_ear', 0)]),
    Illness(1, ALWAYS, [('weight_loss_tea', 0), ('fibre_powder', 0)]),
]

# What a partner of a kind chooses from.
ASSORTMENTS = {
    'company': (
        'paracetamol_500', 'amoxicillin_500', 'metformin_500', 'amlodipine_5', 'losartan_50',
        'omeprazole_20', 'cefalexin_500', 'atorvastatin_20', 'loratadine_10', 'ibuprofen_400',
    ),
    'hospital': (
        'ceftriaxone_1g', 'insulin_mix', 'enoxaparin_40', 'morphine_10', 'furosemide_40',
        'epoetin_4000', 'linezolid_600', 'omeprazole_20', 'diazepam_5', 'gloves', 'syringes_1ml',
    ),
    'pharmacy': (
        'paracetamol_500', 'amoxiclav_625', 'loratadine_10', 'diclofenac_50', 'ascorbic_500',
        'pantoprazole_40', 'amlodipine_5', 'metformin_850', 'paracetamol_250', 'masks',
        'fexofenadine_180', 'methylprednisolone_4',
    ),
    'clinic': (
        'cefuroxime_500', 'methylprednisolone_16', 'meloxicam_75', 'esomeprazole_40', 'gloves',
        'celecoxib_200', 'azithromycin_500', 'gauze', 'alcohol_70',
    ),
    'health_station': (
        'ors_sachet', 'paracetamol_150', 'albendazole_400', 'ferrous_folic', 'cotrimoxazole_480',
        'amoxicillin_250_powder', 'captopril_25', 'cotton', 'gauze',
    ),
}  # fmt: skip
