# frozen_string_literal: true

class CreateBooks < ActiveRecord::Migration[7.1]
  def change
    create_table :authors do |t|
      t.string :name, null: false
    end

    create_table :books do |t|
      t.references :author, null: false, foreign_key: true
      t.string :title, null: false
      t.timestamps
    end
  end
end
